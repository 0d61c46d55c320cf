"""How the names of organs end: departments, governments, firms, and groups of them."""

from __future__ import annotations

#: What the name of an organ, a firm or a group of them ends with.
ORGAN_END = (
    r"(?:[部委办厅局署院会行司所处科队团室]|中心|政府|公司|集团|单位|部门|机构|支行|分行|组织|协会|学会|联合会|银行|企业|法院"
    r"|检察院|总局|总署|总行|党委|工商联|科协|妇联|工会|残联|各地|地区|开发区|新区|园区|管委会|指挥部|专班|小组|办公室"
    r"|[省市县区州盟旗镇乡]|街道|海关|分署|大学|学校|医院|研究院|电网|分局)"
)
