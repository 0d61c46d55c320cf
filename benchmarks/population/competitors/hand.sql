-- The twelve rules as one query by hand, over the table `enterprise`; money in DECIMAL(18, 2).
-- Bits of `missing_*`, from 0: in the order of the list in `absent` below.
WITH facts AS (
  SELECT *,
    CASE
      WHEN industry IS NULL THEN NULL
      WHEN industry[1] = 'A' THEN 1
      WHEN industry[1] IN ('B', 'C', 'D') THEN 2
      WHEN industry[1] = 'E' THEN 3
      WHEN industry LIKE 'F51%' THEN 4
      WHEN industry LIKE 'F52%' THEN 5
      WHEN industry[:3] IN ('G54', 'G55', 'G56', 'G57', 'G58') THEN 6
      WHEN industry LIKE 'G59%' THEN 7
      WHEN industry LIKE 'G60%' THEN 8
      WHEN industry LIKE 'H61%' THEN 9
      WHEN industry LIKE 'H62%' THEN 10
      WHEN industry[:3] IN ('I63', 'I64') THEN 11
      WHEN industry LIKE 'I65%' THEN 12
      WHEN industry LIKE 'K701%' THEN 13
      WHEN industry LIKE 'K702%' THEN 14
      WHEN industry[1] = 'L' THEN 15
      WHEN industry[1] IN ('M', 'N', 'O', 'R') OR industry LIKE 'Q85%'
        OR industry[:4] IN ('K703', 'K709') THEN 16
      ELSE 0
    END AS trade,
    (CASE WHEN assets IS NULL THEN 1 ELSE 0 END)::BIGINT
    | (CASE WHEN assets_mean IS NULL THEN 2 ELSE 0 END)
    | (CASE WHEN city IS NULL THEN 4 ELSE 0 END)
    | (CASE WHEN education_surcharge IS NULL THEN 8 ELSE 0 END)
    | (CASE WHEN farmland_tax IS NULL THEN 16 ELSE 0 END)
    | (CASE WHEN founded_on IS NULL THEN 32 ELSE 0 END)
    | (CASE WHEN industry IS NULL THEN 64 ELSE 0 END)
    | (CASE WHEN injury_insured IS NULL THEN 128 ELSE 0 END)
    | (CASE WHEN injury_premium IS NULL THEN 256 ELSE 0 END)
    | (CASE WHEN insured_months IS NULL THEN 512 ELSE 0 END)
    | (CASE WHEN insured_staff IS NULL THEN 1024 ELSE 0 END)
    | (CASE WHEN kind IS NULL THEN 2048 ELSE 0 END)
    | (CASE WHEN laid_off IS NULL THEN 4096 ELSE 0 END)
    | (CASE WHEN land_use_tax IS NULL THEN 8192 ELSE 0 END)
    | (CASE WHEN local_education_surcharge IS NULL THEN 16384 ELSE 0 END)
    | (CASE WHEN main_revenue IS NULL THEN 32768 ELSE 0 END)
    | (CASE WHEN property_tax IS NULL THEN 65536 ELSE 0 END)
    | (CASE WHEN resource_tax IS NULL THEN 131072 ELSE 0 END)
    | (CASE WHEN restricted_industry IS NULL THEN 262144 ELSE 0 END)
    | (CASE WHEN revenue IS NULL THEN 524288 ELSE 0 END)
    | (CASE WHEN staff IS NULL THEN 1048576 ELSE 0 END)
    | (CASE WHEN staff_mean IS NULL THEN 2097152 ELSE 0 END)
    | (CASE WHEN stamp_tax IS NULL THEN 4194304 ELSE 0 END)
    | (CASE WHEN taxable_income IS NULL THEN 8388608 ELSE 0 END)
    | (CASE WHEN unemployment_contribution IS NULL THEN 16777216 ELSE 0 END)
    | (CASE WHEN urban_maintenance_tax IS NULL THEN 33554432 ELSE 0 END)
    | (CASE WHEN vat_payer IS NULL THEN 67108864 ELSE 0 END) AS absent
  FROM enterprise
), sized AS (
  -- The bounds of small, medium and large, of every indicator that the trade has.
  SELECT *,
    CASE trade
      WHEN 1 THEN revenue >= 500000
      WHEN 2 THEN staff >= 20 AND revenue >= 3000000
      WHEN 3 THEN revenue >= 3000000 AND assets >= 3000000
      WHEN 4 THEN staff >= 5 AND revenue >= 10000000
      WHEN 5 THEN staff >= 10 AND revenue >= 1000000
      WHEN 6 THEN staff >= 20 AND revenue >= 2000000
      WHEN 7 THEN staff >= 20 AND revenue >= 1000000
      WHEN 8 THEN staff >= 20 AND revenue >= 1000000
      WHEN 9 THEN staff >= 10 AND revenue >= 1000000
      WHEN 10 THEN staff >= 10 AND revenue >= 1000000
      WHEN 11 THEN staff >= 10 AND revenue >= 1000000
      WHEN 12 THEN staff >= 10 AND revenue >= 500000
      WHEN 13 THEN revenue >= 1000000 AND assets >= 20000000
      WHEN 14 THEN staff >= 100 AND revenue >= 5000000
      WHEN 15 THEN staff >= 10 AND assets >= 1000000
      WHEN 16 THEN staff >= 10
    END AS small,
    CASE trade
      WHEN 1 THEN revenue >= 5000000
      WHEN 2 THEN staff >= 300 AND revenue >= 20000000
      WHEN 3 THEN revenue >= 60000000 AND assets >= 50000000
      WHEN 4 THEN staff >= 20 AND revenue >= 50000000
      WHEN 5 THEN staff >= 50 AND revenue >= 5000000
      WHEN 6 THEN staff >= 300 AND revenue >= 30000000
      WHEN 7 THEN staff >= 100 AND revenue >= 10000000
      WHEN 8 THEN staff >= 300 AND revenue >= 20000000
      WHEN 9 THEN staff >= 100 AND revenue >= 20000000
      WHEN 10 THEN staff >= 100 AND revenue >= 20000000
      WHEN 11 THEN staff >= 100 AND revenue >= 10000000
      WHEN 12 THEN staff >= 100 AND revenue >= 10000000
      WHEN 13 THEN revenue >= 10000000 AND assets >= 50000000
      WHEN 14 THEN staff >= 300 AND revenue >= 10000000
      WHEN 15 THEN staff >= 100 AND assets >= 80000000
      WHEN 16 THEN staff >= 100
    END AS medium,
    CASE trade
      WHEN 1 THEN revenue >= 200000000
      WHEN 2 THEN staff >= 1000 AND revenue >= 400000000
      WHEN 3 THEN revenue >= 800000000 AND assets >= 800000000
      WHEN 4 THEN staff >= 200 AND revenue >= 400000000
      WHEN 5 THEN staff >= 300 AND revenue >= 200000000
      WHEN 6 THEN staff >= 1000 AND revenue >= 300000000
      WHEN 7 THEN staff >= 200 AND revenue >= 300000000
      WHEN 8 THEN staff >= 1000 AND revenue >= 300000000
      WHEN 9 THEN staff >= 300 AND revenue >= 100000000
      WHEN 10 THEN staff >= 300 AND revenue >= 100000000
      WHEN 11 THEN staff >= 2000 AND revenue >= 1000000000
      WHEN 12 THEN staff >= 300 AND revenue >= 100000000
      WHEN 13 THEN revenue >= 2000000000 AND assets >= 100000000
      WHEN 14 THEN staff >= 1000 AND revenue >= 50000000
      WHEN 15 THEN staff >= 300 AND assets >= 1200000000
      WHEN 16 THEN staff >= 300
    END AS large
  FROM facts
), classed AS (
  -- 1 micro, 2 small, 3 medium, 4 large; 0 where no row of the table holds the industry.
  SELECT *,
    CASE
      WHEN trade = 0 THEN 0
      WHEN small IS NULL THEN NULL
      WHEN NOT small THEN 1
      WHEN medium IS NULL THEN NULL
      WHEN NOT medium THEN 2
      WHEN large IS NULL THEN NULL
      WHEN NOT large THEN 3
      ELSE 4
    END AS size,
    kind <> 'individual_business' AND NOT restricted_industry AND taxable_income <= 3000000
      AND staff_mean <= 300 AND assets_mean <= 50000000 AS low_profit,
    kind <> 'individual_business' AND NOT restricted_industry AND CASE
      WHEN industry IS NULL THEN NULL
      WHEN industry[1] IN ('E', 'L') OR industry[:3] IN ('I63', 'I64')
        THEN staff_mean <= 2000 OR revenue <= 1000000000 OR assets_mean <= 1200000000
      WHEN industry LIKE 'K701%' THEN revenue <= 2000000000 OR assets_mean <= 100000000
      ELSE staff_mean <= 1000 OR revenue <= 400000000
    END AS equipment_sme
  FROM sized
), conditions AS (
  SELECT *,
    city LIKE '44%' AS in_province,
    vat_payer = 'small_scale' AS small_scale,
    kind = 'individual_business' AS sole_trader,
    vat_payer = 'small_scale' OR kind = 'individual_business' OR low_profit AS relieved,
    insured_months >= 12 AS insured_a_year,
    CASE WHEN insured_staff > 0
      THEN laid_off * 1000 <= insured_staff * CASE WHEN insured_staff <= 30 THEN 200 ELSE 55 END
    END AS few_laid_off,
    industry[1] = 'C' AS manufacturer,
    revenue < 400000000 AS under_limit,
    CASE WHEN trade = 0 THEN false ELSE NOT large END AS sme,
    kind = 'company' AND industry[1] IN ('B', 'C', 'D') AND main_revenue >= 20000000
      AS above_scale,
    main_revenue < 400000000 AS main_under_limit,
    founded_on >= DATE '2015-01-01' AS recent,
    founded_on >= DATE '2020-01-01' AS starting,
    NOT restricted_industry AS allowed,
    industry[1] IN ('F', 'G', 'H', 'I', 'L', 'O', 'R') AS services,
    size IN (1, 2) AS small_or_micro,
    insured_staff > 0 AS has_insured,
    revenue >= 100000000 AS earns_enough,
    CASE WHEN revenue > 0 THEN main_revenue * 10 >= revenue * 8 END AS focused,
    taxable_income > 0 AS profitable,
    industry LIKE 'I65%' AS software,
    kind = 'company' AS company,
    staff >= 10 AS ten_people,
    revenue >= staff * 200000 AS productive,
    industry[1] IN ('H', 'O', 'R') OR industry LIKE 'F52%' AS personal_services,
    city[:4] IN ('4402', '4405', '4408', '4409', '4414', '4415', '4416', '4417', '4418', '4451',
      '4452', '4453') AS outlying,
    unemployment_contribution > 0 AS contributes,
    assets >= 5000000 AS has_assets,
    staff_mean <= 1000 AS people_in_limit,
    -- What an unknown condition asks for, where it is not simply each fact that it reads.
    CASE WHEN industry IS NULL THEN 64 ELSE absent & CASE trade
      WHEN 1 THEN 524288
      WHEN 3 THEN 524289 WHEN 13 THEN 524289
      WHEN 15 THEN 1048577 WHEN 16 THEN 1048576 WHEN 0 THEN 0
      ELSE 1572864
    END END AS size_asks,
    CASE WHEN low_profit IS NULL
      THEN absent & 77858818
      ELSE absent & 67110912
    END AS relieved_asks,
    CASE WHEN insured_staff IS NULL THEN 1024 ELSE absent & 4096 END AS few_asks,
    absent & 264192 | CASE
      WHEN industry IS NULL THEN 64
      WHEN industry[1] IN ('E', 'L') OR industry[:3] IN ('I63', 'I64')
        THEN CASE WHEN staff_mean <= 2000 OR revenue <= 1000000000 OR assets_mean <= 1200000000
          THEN 0 ELSE absent & 2621442 END
      WHEN industry LIKE 'K701%'
        THEN CASE WHEN revenue <= 2000000000 OR assets_mean <= 100000000
          THEN 0 ELSE absent & 524290 END
      WHEN staff_mean <= 1000 OR revenue <= 400000000 THEN 0
      ELSE absent & 2621440
    END AS equipment_asks
  FROM classed
), judged AS (
  SELECT *,
    in_province AND relieved AS ok_1,
    in_province AND insured_a_year AND few_laid_off AS ok_2,
    in_province AND injury_insured AS ok_3,
    in_province AND manufacturer AND under_limit AND sme AS ok_4,
    above_scale AND main_under_limit AND recent AND allowed AS ok_5,
    in_province AND services AND small_or_micro AS ok_6,
    in_province AND starting AND small_or_micro AND has_insured AS ok_7,
    manufacturer AND earns_enough AND focused AND profitable AND allowed AS ok_8,
    software AND company AND ten_people AND productive AS ok_9,
    in_province AND sole_trader AND small_scale AND personal_services AS ok_10,
    outlying AND manufacturer AND insured_a_year AND contributes AS ok_11,
    in_province AND equipment_sme AND has_assets AND people_in_limit AND profitable AS ok_12
  FROM conditions
)
SELECT uscc, city,
  CASE WHEN ok_1 THEN 'eligible' WHEN ok_1 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_1,
  CASE WHEN ok_1 THEN
      (round((resource_tax + urban_maintenance_tax + property_tax + land_use_tax + stamp_tax
      + farmland_tax + education_surcharge + local_education_surcharge) * 0.5, 2))::DECIMAL(18, 2)
    END AS amount_1,
  (CASE WHEN NOT in_province THEN 1 ELSE 0 END
    | CASE WHEN NOT relieved THEN 2 ELSE 0 END)::UTINYINT AS failed_1,
  CASE WHEN ok_1 THEN absent & 37969944
    WHEN ok_1 IS NULL THEN absent & 4 | CASE WHEN relieved IS NULL THEN relieved_asks ELSE 0 END
    ELSE 0 END AS missing_1,
  CASE WHEN ok_2 THEN 'eligible' WHEN ok_2 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_2,
  CASE WHEN ok_2 THEN
      (round(unemployment_contribution * CASE
        WHEN kind <> 'company' THEN 0.9
        WHEN kind IS NULL OR sme IS NULL THEN NULL
        WHEN sme THEN 0.9
        WHEN size = 4 THEN 0.5
      END, 2))::DECIMAL(18, 2)
    END AS amount_2,
  (CASE WHEN NOT in_province THEN 1 ELSE 0 END
    | CASE WHEN NOT insured_a_year THEN 2 ELSE 0 END
    | CASE WHEN NOT few_laid_off THEN 4 ELSE 0 END)::UTINYINT AS failed_2,
  CASE WHEN ok_2 THEN absent & 16779264 | CASE WHEN kind = 'company' AND sme IS NULL THEN size_asks ELSE 0 END
    WHEN ok_2 IS NULL THEN absent & 516 | CASE WHEN few_laid_off IS NULL THEN few_asks ELSE 0 END
    ELSE 0 END AS missing_2,
  CASE WHEN ok_3 THEN 'eligible' WHEN ok_3 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_3,
  CASE WHEN ok_3 THEN
      (round(injury_premium * 0.2, 2))::DECIMAL(18, 2)
    END AS amount_3,
  (CASE WHEN NOT in_province THEN 1 ELSE 0 END
    | CASE WHEN NOT injury_insured THEN 2 ELSE 0 END)::UTINYINT AS failed_3,
  CASE WHEN ok_3 THEN absent & 256
    WHEN ok_3 IS NULL THEN absent & 132
    ELSE 0 END AS missing_3,
  CASE WHEN ok_4 THEN 'eligible' WHEN ok_4 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_4,
  CASE WHEN ok_4 THEN
      (trunc((urban_maintenance_tax + education_surcharge + local_education_surcharge)
      * CASE WHEN revenue >= 20000000 THEN 0.5 ELSE 1 END, 2))::DECIMAL(18, 2)
    END AS amount_4,
  (CASE WHEN NOT in_province THEN 1 ELSE 0 END
    | CASE WHEN NOT manufacturer THEN 2 ELSE 0 END
    | CASE WHEN NOT under_limit THEN 4 ELSE 0 END
    | CASE WHEN NOT sme THEN 8 ELSE 0 END)::UTINYINT AS failed_4,
  CASE WHEN ok_4 THEN absent & 33570824
    WHEN ok_4 IS NULL THEN absent & 524356 | CASE WHEN sme IS NULL THEN size_asks ELSE 0 END
    ELSE 0 END AS missing_4,
  CASE WHEN ok_5 THEN 'eligible' WHEN ok_5 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_5,
  CASE WHEN ok_5 THEN
      (CASE
        WHEN city IS NULL THEN NULL
        WHEN city[:4] IN ('4401', '4403', '4404', '4406', '4407', '4412', '4413', '4419', '4420')
          THEN 100000
        ELSE 150000
      END)::DECIMAL(18, 2)
    END AS amount_5,
  (CASE WHEN NOT above_scale THEN 1 ELSE 0 END
    | CASE WHEN NOT main_under_limit THEN 2 ELSE 0 END
    | CASE WHEN NOT recent THEN 4 ELSE 0 END
    | CASE WHEN NOT allowed THEN 8 ELSE 0 END)::UTINYINT AS failed_5,
  CASE WHEN ok_5 THEN absent & 4
    WHEN ok_5 IS NULL THEN absent & 297056
    ELSE 0 END AS missing_5,
  CASE WHEN ok_6 THEN 'eligible' WHEN ok_6 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_6,
  CASE WHEN ok_6 THEN
      (CASE WHEN property_tax + land_use_tax > 100000 THEN 100000 ELSE property_tax + land_use_tax END)::DECIMAL(18, 2)
    END AS amount_6,
  (CASE WHEN NOT in_province THEN 1 ELSE 0 END
    | CASE WHEN NOT services THEN 2 ELSE 0 END
    | CASE WHEN NOT small_or_micro THEN 4 ELSE 0 END)::UTINYINT AS failed_6,
  CASE WHEN ok_6 THEN absent & 73728
    WHEN ok_6 IS NULL THEN absent & 68 | CASE WHEN small_or_micro IS NULL THEN size_asks ELSE 0 END
    ELSE 0 END AS missing_6,
  CASE WHEN ok_7 THEN 'eligible' WHEN ok_7 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_7,
  CASE WHEN ok_7 THEN
      (CASE WHEN insured_staff > 15 THEN 30000 ELSE insured_staff * 2000 END)::DECIMAL(18, 2)
    END AS amount_7,
  (CASE WHEN NOT in_province THEN 1 ELSE 0 END
    | CASE WHEN NOT starting THEN 2 ELSE 0 END
    | CASE WHEN NOT small_or_micro THEN 4 ELSE 0 END
    | CASE WHEN NOT has_insured THEN 8 ELSE 0 END)::UTINYINT AS failed_7,
  CASE WHEN ok_7 THEN 0
    WHEN ok_7 IS NULL THEN absent & 1060 | CASE WHEN small_or_micro IS NULL THEN size_asks ELSE 0 END
    ELSE 0 END AS missing_7,
  CASE WHEN ok_8 THEN 'eligible' WHEN ok_8 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_8,
  CASE WHEN ok_8 THEN
      (CASE WHEN revenue >= 5000000000 THEN 10000000 WHEN revenue >= 1000000000 THEN 5000000
        ELSE 1000000 END)::DECIMAL(18, 2)
    END AS amount_8,
  (CASE WHEN NOT manufacturer THEN 1 ELSE 0 END
    | CASE WHEN NOT earns_enough THEN 2 ELSE 0 END
    | CASE WHEN NOT focused THEN 4 ELSE 0 END
    | CASE WHEN NOT profitable THEN 8 ELSE 0 END
    | CASE WHEN NOT allowed THEN 16 ELSE 0 END)::UTINYINT AS failed_8,
  CASE WHEN ok_8 THEN 0
    WHEN ok_8 IS NULL THEN absent & 9207872
    ELSE 0 END AS missing_8,
  CASE WHEN ok_9 THEN 'eligible' WHEN ok_9 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_9,
  CASE WHEN ok_9 THEN
      (CASE WHEN revenue > 200000000 THEN 2000000 ELSE trunc(revenue * 0.01, 2) END)::DECIMAL(18, 2)
    END AS amount_9,
  (CASE WHEN NOT software THEN 1 ELSE 0 END
    | CASE WHEN NOT company THEN 2 ELSE 0 END
    | CASE WHEN NOT ten_people THEN 4 ELSE 0 END
    | CASE WHEN NOT productive THEN 8 ELSE 0 END)::UTINYINT AS failed_9,
  CASE WHEN ok_9 THEN 0
    WHEN ok_9 IS NULL THEN absent & 1574976
    ELSE 0 END AS missing_9,
  CASE WHEN ok_10 THEN 'eligible' WHEN ok_10 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_10,
  CASE WHEN ok_10 THEN
      (CASE
        WHEN property_tax + land_use_tax + stamp_tax IS NULL THEN NULL
        ELSE greatest(round((property_tax + land_use_tax + stamp_tax) * 0.3, 2), 500)
      END)::DECIMAL(18, 2)
    END AS amount_10,
  (CASE WHEN NOT in_province THEN 1 ELSE 0 END
    | CASE WHEN NOT sole_trader THEN 2 ELSE 0 END
    | CASE WHEN NOT small_scale THEN 4 ELSE 0 END
    | CASE WHEN NOT personal_services THEN 8 ELSE 0 END)::UTINYINT AS failed_10,
  CASE WHEN ok_10 THEN absent & 4268032
    WHEN ok_10 IS NULL THEN absent & 67110980
    ELSE 0 END AS missing_10,
  CASE WHEN ok_11 THEN 'eligible' WHEN ok_11 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_11,
  CASE WHEN ok_11 THEN
      (insured_staff * CASE WHEN insured_staff >= 100 THEN 700 ELSE 350 END)::DECIMAL(18, 2)
    END AS amount_11,
  (CASE WHEN NOT outlying THEN 1 ELSE 0 END
    | CASE WHEN NOT manufacturer THEN 2 ELSE 0 END
    | CASE WHEN NOT insured_a_year THEN 4 ELSE 0 END
    | CASE WHEN NOT contributes THEN 8 ELSE 0 END)::UTINYINT AS failed_11,
  CASE WHEN ok_11 THEN absent & 1024
    WHEN ok_11 IS NULL THEN absent & 16777796
    ELSE 0 END AS missing_11,
  CASE WHEN ok_12 THEN 'eligible' WHEN ok_12 IS NULL THEN 'unknown' ELSE 'ineligible' END
    AS verdict_12,
  CASE WHEN ok_12 THEN
      (CASE WHEN assets_mean > 100000000 THEN 500000 ELSE round(assets_mean * 0.005, 2) END)::DECIMAL(18, 2)
    END AS amount_12,
  (CASE WHEN NOT in_province THEN 1 ELSE 0 END
    | CASE WHEN NOT equipment_sme THEN 2 ELSE 0 END
    | CASE WHEN NOT has_assets THEN 4 ELSE 0 END
    | CASE WHEN NOT people_in_limit THEN 8 ELSE 0 END
    | CASE WHEN NOT profitable THEN 16 ELSE 0 END)::UTINYINT AS failed_12,
  CASE WHEN ok_12 THEN absent & 2
    WHEN ok_12 IS NULL THEN absent & 10485765 | CASE WHEN equipment_sme IS NULL THEN equipment_asks ELSE 0 END
    ELSE 0 END AS missing_12
FROM judged
