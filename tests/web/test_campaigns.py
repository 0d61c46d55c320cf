"""Campaigns: who is told follows from verdicts; two people send; nobody is told twice."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from enterprise_facts import DAY, RENT

from ballast_web.catalogue import library
from ballast_web.enterprises.models import Run, Standing
from ballast_web.enterprises.states import WorkState
from ballast_web.errors import BadValue, NotAllowed, NotHere, WrongState
from ballast_web.jobs.worker import drain
from ballast_web.kernel.roles import Role
from ballast_web.push import funnel, services
from ballast_web.push.errors import NothingJudged, SecondPerson
from ballast_web.push.models import Contact, Message
from ballast_web.push.states import CampaignState, MessageState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.BALLAST_TODAY = DAY


@pytest.fixture
def run(enterprise, other_enterprise) -> Run:
    made = Run.objects.create(as_of=DAY, library_version=3, state=WorkState.FINISHED)
    for firm, key in ((enterprise, "ZL1"), (enterprise, "ZL2"), (other_enterprise, "ZL3")):
        stands(made, firm, key)
    return made


def stands(run, firm, key, verdict="eligible", fen=3_000_000) -> Standing:
    return Standing.objects.create(
        run=run,
        enterprise=firm,
        rule=RENT,
        key=key,
        period="2022",
        verdict=verdict,
        amount_fen=fen,
        payable_fen=fen,
    )


@pytest.fixture
def officer(acting, province):
    return acting(Role.POLICY, province)


@pytest.fixture
def second(acting, province):
    return acting(Role.APPROVER, province)


def sent(officer, second, regions=("44",), by=()):
    made = services.new_campaign(officer, "减租提醒", [RENT], regions, by)
    services.move_campaign(officer, made.pk, "submit")
    return services.move_campaign(second, made.pk, "send")


def test_everybody_entitled_is_told_once_with_the_sum_of_their_rows(
    run, officer, second, enterprise
):
    campaign = sent(officer, second)
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.SENT
    message = Message.objects.get(enterprise=enterprise)
    assert "60,000.00元（涉及2项）" in message.text
    assert Message.objects.count() == 2


def test_the_message_explains_the_decision_and_how_to_refuse_it(run, officer, second, enterprise):
    sent(officer, second)
    text = Message.objects.get(enterprise=enterprise).text
    rule = next(rule for rule in library.current().library.rules if rule.id == RENT)
    assert all(name in text for name in rule.written.conditions)
    for words in ("自动作出", "人工复核", "提出异议", "退订", "2022年12月31日"):
        assert words in text


def test_nobody_is_told_twice_under_one_version_but_anew_under_the_next(
    run, officer, second, enterprise
):
    sent(officer, second)
    sent(officer, second)
    assert Message.objects.count() == 2
    later = Run.objects.create(as_of=DAY, library_version=4, state=WorkState.FINISHED)
    stands(later, enterprise, "ZL1")
    sent(officer, second)
    assert Message.objects.filter(enterprise=enterprise).count() == 2


def test_the_database_itself_refuses_a_double(run, officer, second, enterprise):
    sent(officer, second)
    double = Message.objects.get(enterprise=enterprise)
    double.pk, double.token = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save(force_insert=True)


def test_a_campaign_begun_again_after_an_interruption_tells_the_rest(
    run, officer, second, enterprise, queued
):
    sent(officer, second)
    Message.objects.create(
        enterprise=enterprise, rule=RENT, period="2022", version=3, channel="in_app", title="t"
    )
    drain()
    assert Message.objects.count() == 2


def test_a_region_limits_who_is_told(run, officer, second, other_enterprise):
    sent(officer, second, regions=("4403",))
    assert [each.enterprise for each in Message.objects.all()] == [other_enterprise]


def test_several_regions_each_with_what_became_part_of_them(
    run, officer, second, enterprise, other_enterprise
):
    type(enterprise).objects.filter(pk=enterprise.pk).update(region="440116")  # 黄埔区 since 2015
    sent(officer, second, regions=("440112", "4403"))
    assert {each.enterprise for each in Message.objects.all()} == {enterprise, other_enterprise}


def test_no_region_is_the_whole_territory_and_a_city_covers_its_counties(run, officer):
    whole = services.new_campaign(officer, "x", [RENT], [], [])
    city = services.new_campaign(officer, "x", [RENT], ["440106", "4401", "4403"], [])
    assert (whole.regions, city.regions) == (["44"], ["4401", "4403"])


@pytest.mark.parametrize("region", ["4403", "440305", "44", "45", "440199", "", "x", "440183"])
def test_a_city_reaches_no_region_but_its_own_counties_of_today(run, acting, city, region):
    with pytest.raises(BadValue):
        services.new_campaign(acting(Role.POLICY, city), "x", [RENT], ["440106", region], [])


def test_a_city_chooses_among_its_counties_alone(run, acting, city, signed_in):
    page = signed_in(acting(Role.POLICY, city)).get(reverse("staff.campaigns"), {"new": 1})
    named = {each.label for each in page.context["places"]}
    assert "天河区" in named
    assert not named & {"深圳市", "福田区", "增城市"}
    assert 'value="4403' not in page.content.decode()


def test_the_number_follows_what_is_ticked(run, officer, signed_in):
    client, address = signed_in(officer), reverse("staff.campaigns")
    for regions, number in ((["4401"], 1), (["4401", "4403"], 2), ([], 2), (["4402"], 0)):
        asked = {"reach": 1, "rule": RENT, "region": regions}
        assert f"将告知{number}家企业" in client.get(address, asked).content.decode()
    assert "勾选" in client.get(address, {"reach": 1}).content.decode()


def test_the_preview_names_each_region_with_its_number(run, officer, signed_in):
    made = services.new_campaign(officer, "x", [RENT], ["440106", "4403"], [])
    page = signed_in(officer).get(reverse("staff.campaign", kwargs={"campaign": made.pk}))
    assert page.context["by_region"] == [("广州市天河区", 1), ("深圳市", 1)]
    assert page.context["firms"] == 2


def test_who_refused_the_kind_is_not_told(run, officer, second, enterprise, other_enterprise):
    Contact.objects.create(enterprise=enterprise, refused_kinds=["rent_relief"])
    sent(officer, second)
    assert [each.enterprise for each in Message.objects.all()] == [other_enterprise]


def test_only_the_entitled_are_told(run, officer, second, enterprise):
    Standing.objects.filter(enterprise=enterprise).update(verdict="unknown")
    sent(officer, second)
    assert not Message.objects.filter(enterprise=enterprise).exists()


def test_whoever_made_a_campaign_does_not_send_it(run, officer):
    made = services.new_campaign(officer, "减租提醒", [RENT], ["44"], [])
    with pytest.raises(WrongState):
        services.move_campaign(officer, made.pk, "send")
    services.move_campaign(officer, made.pk, "submit")
    with pytest.raises(SecondPerson):
        services.move_campaign(officer, made.pk, "send")
    assert Message.objects.count() == 0


def test_a_city_tells_its_own_enterprises_alone(run, acting, city):
    with pytest.raises(BadValue):
        services.new_campaign(acting(Role.POLICY, city), "x", [RENT], ["4403"], [])


def test_a_city_does_not_touch_anothers_campaign(run, acting, city, other_city):
    made = services.new_campaign(acting(Role.POLICY, other_city), "x", [RENT], ["4403"], [])
    with pytest.raises(NotHere):
        services.move_campaign(acting(Role.POLICY, city), made.pk, "submit")


@pytest.mark.parametrize(("rules", "by"), [([], []), (["a/b/c"], []), ([RENT], ["pigeon"])])
def test_a_campaign_of_nothing_known_is_refused(run, officer, rules, by):
    with pytest.raises(BadValue):
        services.new_campaign(officer, "x", rules, ["44"], by)


def test_an_auditor_makes_no_campaign(run, acting, province):
    with pytest.raises(NotAllowed):
        services.new_campaign(acting(Role.AUDITOR, province), "x", [RENT], ["44"], [])


def test_without_a_run_there_is_nobody_to_tell(officer):
    with pytest.raises(NothingJudged):
        services.new_campaign(officer, "x", [RENT], ["44"], [])


def test_the_preview_counts_and_shows_a_sample(run, officer, signed_in):
    made = services.new_campaign(officer, "减租提醒", [RENT], ["44"], [])
    address = reverse("staff.campaign", kwargs={"campaign": made.pk})
    page = signed_in(officer).get(address).content.decode()
    assert "将告知 2 家企业" in page
    assert "享受条件" in page


def test_a_campaign_is_made_submitted_and_sent_on_its_pages(run, officer, second, signed_in):
    client = signed_in(officer)
    assert "新建推送" in client.get(reverse("staff.campaigns"), {"new": 1}).content.decode()
    posted = client.post(
        reverse("staff.campaigns"), {"title": "减租", "rule": RENT, "region": "44"}
    )
    client.post(posted.url, {"move": "submit"})
    assert "须由另一位工作人员复核" in client.get(posted.url).content.decode()
    signed_in(second).post(posted.url, {"move": "send"})
    assert "发送情况" in client.get(posted.url).content.decode()
    assert Message.objects.count() == 2


def test_reading_a_message_marks_it_as_read(run, officer, second, acting, enterprise, signed_in):
    sent(officer, second)
    client = signed_in(acting(Role.OWNER, enterprise))
    assert "1条未读" in client.get(reverse("enterprise.messages")).content.decode()
    message = Message.objects.get(enterprise=enterprise)
    client.get(reverse("enterprise.message", kwargs={"message": message.pk}))
    message.refresh_from_db()
    assert (message.state, message.opened_at is not None) == (MessageState.OPENED, True)


def test_an_enterprise_sets_how_it_is_reached(acting, enterprise, signed_in):
    client = signed_in(acting(Role.CLERK, enterprise))
    fields = {"email": "a@example.test", "webhook": "https://example.test/in"}
    refused = {"refused_kinds": ["award"], "refused_channels": ["sms"]}
    assert client.post(reverse("enterprise.messages"), fields | refused).status_code == 302
    contact = Contact.objects.get(enterprise=enterprise)
    assert (contact.email, contact.refused_kinds) == ("a@example.test", ["award"])
    assert contact.secret
    assert client.post(reverse("enterprise.messages"), {"email": "x"}).status_code == 200


def test_the_board_counts_entitled_told_and_read_by_city(
    run, officer, second, signed_in, monkeypatch
):
    sent(officer, second)
    counted = {(RENT, "440106"): 1}
    monkeypatch.setitem(funnel._REGISTERED, "applied", lambda _firms: counted)
    page = signed_in(officer).get(reverse("staff.measures"))
    (_, only), *_ = page.context["funnels"]
    numbers = [number for _, number, _ in only.stages]
    assert numbers == [2, 2, 0, 1, None, None]
    assert dict(page.context["rows"])["广州市"] == [1, 1, 0, 1, None, None]
    assert "审图号" in page.content.decode()


def test_a_city_sees_its_own_numbers_alone(run, acting, city, signed_in):
    page = signed_in(acting(Role.POLICY, city)).get(reverse("staff.measures"))
    assert [name for name, _ in page.context["rows"]] == ["广州市"]


def test_outlines_are_served_and_can_be_replaced(client, settings, tmp_path):
    address = reverse("public.outlines", kwargs={"region": "100000"})
    assert len(client.get(address).json()["features"]) == 35
    settings.BALLAST_OUTLINES = tmp_path
    (tmp_path / "100000.json").write_text('{"features": ["own"]}')
    assert client.get(address).json() == {"features": ["own"]}
    other = reverse("public.outlines", kwargs={"region": "990000"})
    assert client.get(other).status_code == 404
