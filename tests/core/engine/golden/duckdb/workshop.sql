WITH "stage_0" AS (
  SELECT
    "row"."workshop" AS "key",
    "row"."uscc" AS "owner",
    "owning"."city" AS "city",
    CAST("owning"."sales" * 100 AS BIGINT) AS "enterprise.sales",
    CAST("owning"."uscc" AS TEXT) AS "enterprise.uscc",
    CAST("row"."cost" * 100 AS BIGINT) AS "workshop.cost",
    "row"."green" AS "workshop.green",
    CAST("row"."industry" AS TEXT) AS "workshop.industry",
    CAST("row"."kind" AS TEXT) AS "workshop.kind",
    "row"."opened" AS "workshop.opened",
    CAST("row"."share" * 1000000 AS BIGINT) AS "workshop.share",
    CAST("row"."staff" AS BIGINT) AS "workshop.staff",
    CASE
      WHEN "owned_workshop"."owner" IS NULL
      THEN CAST(0 AS BIGINT)
      ELSE "owned_workshop"."aggregate:0"
    END AS "aggregate:0",
    COALESCE("owned_workshop"."aggregate:0:missing:0", CAST(0 AS BIGINT)) AS "aggregate:0:missing:0",
    CASE
      WHEN "owned_workshop"."owner" IS NULL
      THEN CAST(0 AS BIGINT)
      ELSE "owned_workshop"."aggregate:1"
    END AS "aggregate:1",
    COALESCE("owned_workshop"."aggregate:1:missing:0", CAST(0 AS BIGINT)) AS "aggregate:1:missing:0",
    "owned_workshop"."aggregate:2" AS "aggregate:2",
    COALESCE("owned_workshop"."aggregate:2:missing:0", CAST(0 AS BIGINT)) AS "aggregate:2:missing:0"
  FROM "workshop" AS "row"
  LEFT JOIN (
    SELECT
      "owner",
      CASE
        WHEN MAX(
          CASE
            WHEN "workshop.green" IS NULL
            THEN CAST(1 AS BIGINT)
            WHEN "workshop.green"
            THEN CASE
              WHEN CAST("workshop.cost" AS INT128) IS NULL
              THEN CAST(1 AS BIGINT)
              ELSE CAST(0 AS BIGINT)
            END
            ELSE CAST(0 AS BIGINT)
          END
        ) = CAST(0 AS BIGINT)
        THEN CAST(COALESCE(
          SUM(CASE WHEN "workshop.green" THEN CAST("workshop.cost" AS INT128) END),
          CAST(0 AS BIGINT)
        ) AS INT128)
      END AS "aggregate:0",
      BIT_OR(
        CASE
          WHEN "workshop.green" IS NULL
          THEN CASE WHEN "workshop.green" IS NULL THEN CAST(8 AS BIGINT) ELSE 0 END
          WHEN "workshop.green"
          THEN CASE WHEN "workshop.cost" IS NULL THEN CAST(4 AS BIGINT) ELSE 0 END
          ELSE CAST(0 AS BIGINT)
        END
      ) AS "aggregate:0:missing:0",
      CASE
        WHEN MAX(CAST(0 AS BIGINT)) = CAST(0 AS BIGINT)
        THEN CAST(COUNT(CAST(1 AS BIGINT)) AS BIGINT)
      END AS "aggregate:1",
      BIT_OR(CAST(0 AS BIGINT)) AS "aggregate:1:missing:0",
      CASE
        WHEN MAX(
          CASE
            WHEN (
              CAST("workshop.cost" AS INT128) * "workshop.share"
            ) IS NULL
            THEN CAST(1 AS BIGINT)
            ELSE CAST(0 AS BIGINT)
          END
        ) = CAST(0 AS BIGINT)
        THEN MAX(CAST("workshop.cost" AS INT128) * "workshop.share")
      END AS "aggregate:2",
      BIT_OR(
        CASE WHEN "workshop.cost" IS NULL THEN CAST(4 AS BIGINT) ELSE 0 END | CASE WHEN "workshop.share" IS NULL THEN CAST(128 AS BIGINT) ELSE 0 END
      ) AS "aggregate:2:missing:0"
    FROM (
      SELECT
        "row"."uscc" AS "owner",
        CAST("row"."cost" * 100 AS BIGINT) AS "workshop.cost",
        "row"."green" AS "workshop.green",
        CAST("row"."workshop" AS TEXT) AS "workshop.workshop",
        CAST("row"."share" * 1000000 AS BIGINT) AS "workshop.share"
      FROM "workshop" AS "row"
    ) AS "owned"
    GROUP BY
      "owner"
  ) AS "owned_workshop"
    ON "row"."uscc" = "owned_workshop"."owner"
  LEFT JOIN "enterprise" AS "owning"
    ON "row"."uscc" = "owning"."uscc"
), "stage_1" AS (
  SELECT
    *,
    CASE WHEN "enterprise.sales" IS NULL THEN CAST(1 AS BIGINT) ELSE 0 END | CASE WHEN "enterprise.uscc" IS NULL THEN CAST(2 AS BIGINT) ELSE 0 END | CASE WHEN "workshop.cost" IS NULL THEN CAST(4 AS BIGINT) ELSE 0 END | CASE WHEN "workshop.green" IS NULL THEN CAST(8 AS BIGINT) ELSE 0 END | CASE WHEN "workshop.industry" IS NULL THEN CAST(16 AS BIGINT) ELSE 0 END | CASE WHEN "workshop.kind" IS NULL THEN CAST(32 AS BIGINT) ELSE 0 END | CASE WHEN "workshop.opened" IS NULL THEN CAST(64 AS BIGINT) ELSE 0 END | CASE WHEN "workshop.share" IS NULL THEN CAST(128 AS BIGINT) ELSE 0 END | CASE WHEN "workshop.staff" IS NULL THEN CAST(256 AS BIGINT) ELSE 0 END AS "absent:0",
    STARTS_WITH("workshop.industry", 'D')
    OR CONTAINS(',C39,C40,', ',' || SUBSTRING("workshop.industry", 1, 3) || ',') AS "within:0"
  FROM "stage_0"
), "stage_2" AS (
  SELECT
    *,
    CASE
      WHEN "workshop.cost" < 0
      THEN -(
        (
          (
            -"workshop.cost"
          ) * 2 + "workshop.staff"
        ) // NULLIF("workshop.staff" * 2, CAST(0 AS BIGINT))
      )
      ELSE (
        "workshop.cost" * 2 + "workshop.staff"
      ) // NULLIF("workshop.staff" * 2, CAST(0 AS BIGINT))
    END AS "workshop.rate",
    CAST(YEAR("workshop.opened") AS BIGINT) < 2020 AS "workshop.open_long"
  FROM "stage_1"
), "stage_3" AS (
  SELECT
    *,
    "workshop.green" OR "workshop.kind" = 'back\slash' AS "condition:0",
    "within:0" AND (
      NOT (
        "workshop.kind" = 'o''old'
      )
    ) AS "condition:1",
    CASE
      WHEN 3 * CASE WHEN NOT "workshop.staff" IS NULL THEN GREATEST("workshop.staff", 1) END > 0
      THEN CAST(CAST("workshop.rate" AS INT128) * (
        3 * CASE WHEN NOT "workshop.staff" IS NULL THEN GREATEST("workshop.staff", 1) END
      ) AS INT128) * 10 >= CAST(5 AS BIGINT) * CAST(100 AS BIGINT) * "workshop.cost"
    END AS "condition:2",
    CASE
      WHEN "enterprise.uscc" IS NULL
      THEN NULL
      WHEN LENGTH("enterprise.uscc") <> 18
      OR TRANSLATE("enterprise.uscc", '0123456789ABCDEFGHJKLMNPQRTUWXY', '') <> ''
      THEN 'invalid'
      WHEN (
        31 - (
          (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 1, 1)) - 1
          ) * 1 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 2, 1)) - 1
          ) * 3 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 3, 1)) - 1
          ) * 9 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 4, 1)) - 1
          ) * 27 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 5, 1)) - 1
          ) * 19 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 6, 1)) - 1
          ) * 26 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 7, 1)) - 1
          ) * 16 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 8, 1)) - 1
          ) * 17 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 9, 1)) - 1
          ) * 20 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 10, 1)) - 1
          ) * 29 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 11, 1)) - 1
          ) * 25 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 12, 1)) - 1
          ) * 13 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 13, 1)) - 1
          ) * 8 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 14, 1)) - 1
          ) * 24 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 15, 1)) - 1
          ) * 10 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 16, 1)) - 1
          ) * 30 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 17, 1)) - 1
          ) * 28
        ) % 31
      ) % 31 = (
        STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 18, 1)) - 1
      )
      AND (
        11 - (
          (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 9, 1)) - 1
          ) * 3 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 10, 1)) - 1
          ) * 7 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 11, 1)) - 1
          ) * 9 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 12, 1)) - 1
          ) * 10 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 13, 1)) - 1
          ) * 5 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 14, 1)) - 1
          ) * 8 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 15, 1)) - 1
          ) * 4 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 16, 1)) - 1
          ) * 2
        ) % 11
      ) % 11 = (
        STRPOS('0123456789X', SUBSTRING("enterprise.uscc", 17, 1)) - 1
      )
      THEN 'valid'
      WHEN (
        31 - (
          (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 1, 1)) - 1
          ) * 1 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 2, 1)) - 1
          ) * 3 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 3, 1)) - 1
          ) * 9 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 4, 1)) - 1
          ) * 27 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 5, 1)) - 1
          ) * 19 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 6, 1)) - 1
          ) * 26 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 7, 1)) - 1
          ) * 16 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 8, 1)) - 1
          ) * 17 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 9, 1)) - 1
          ) * 20 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 10, 1)) - 1
          ) * 29 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 11, 1)) - 1
          ) * 25 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 12, 1)) - 1
          ) * 13 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 13, 1)) - 1
          ) * 8 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 14, 1)) - 1
          ) * 24 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 15, 1)) - 1
          ) * 10 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 16, 1)) - 1
          ) * 30 + (
            STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 17, 1)) - 1
          ) * 28
        ) % 31
      ) % 31 = (
        STRPOS('0123456789ABCDEFGHJKLMNPQRTUWXY', SUBSTRING("enterprise.uscc", 18, 1)) - 1
      )
      OR (
        11 - (
          (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 9, 1)) - 1
          ) * 3 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 10, 1)) - 1
          ) * 7 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 11, 1)) - 1
          ) * 9 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 12, 1)) - 1
          ) * 10 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 13, 1)) - 1
          ) * 5 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 14, 1)) - 1
          ) * 8 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 15, 1)) - 1
          ) * 4 + (
            STRPOS('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', SUBSTRING("enterprise.uscc", 16, 1)) - 1
          ) * 2
        ) % 11
      ) % 11 = (
        STRPOS('0123456789X', SUBSTRING("enterprise.uscc", 17, 1)) - 1
      )
      THEN 'confirm'
      ELSE 'invalid'
    END <> 'invalid' AS "condition:3",
    "workshop.open_long" AS "condition:4",
    "workshop.opened" >= CAST('2000-02-29' AS DATE)
    AND "workshop.opened" <= LEAST(CAST('2022-06-30' AS DATE), CAST('2022-12-31' AS DATE)) AS "condition:5",
    CASE
      WHEN "enterprise.sales" > 0
      THEN "workshop.cost" * 10 <= 5 * "enterprise.sales"
    END AS "condition:6",
    "workshop.staff" > 0 AS "condition:7",
    "aggregate:0" > 0 AS "condition:8",
    (
      (
        (
          CAST(YEAR(
            CASE
              WHEN CAST(CAST('2022-06-30' AS DATE) + (
                CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
              ) AS DATE) BETWEEN CAST('0001-01-01' AS DATE) AND CAST('9999-12-31' AS DATE)
              THEN CAST(CAST('2022-06-30' AS DATE) + (
                CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
              ) AS DATE)
            END
          ) AS BIGINT) * 12 + CAST(MONTH(
            CASE
              WHEN CAST(CAST('2022-06-30' AS DATE) + (
                CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
              ) AS DATE) BETWEEN CAST('0001-01-01' AS DATE) AND CAST('9999-12-31' AS DATE)
              THEN CAST(CAST('2022-06-30' AS DATE) + (
                CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
              ) AS DATE)
            END
          ) AS BIGINT)
        ) - (
          CAST(YEAR("workshop.opened") AS BIGINT) * 12 + CAST(MONTH("workshop.opened") AS BIGINT)
        )
      ) - CASE
        WHEN CAST("workshop.opened" + (
          CAST((
            CAST(YEAR(
              CASE
                WHEN CAST(CAST('2022-06-30' AS DATE) + (
                  CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
                ) AS DATE) BETWEEN CAST('0001-01-01' AS DATE) AND CAST('9999-12-31' AS DATE)
                THEN CAST(CAST('2022-06-30' AS DATE) + (
                  CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
                ) AS DATE)
              END
            ) AS BIGINT) * 12 + CAST(MONTH(
              CASE
                WHEN CAST(CAST('2022-06-30' AS DATE) + (
                  CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
                ) AS DATE) BETWEEN CAST('0001-01-01' AS DATE) AND CAST('9999-12-31' AS DATE)
                THEN CAST(CAST('2022-06-30' AS DATE) + (
                  CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
                ) AS DATE)
              END
            ) AS BIGINT)
          ) - (
            CAST(YEAR("workshop.opened") AS BIGINT) * 12 + CAST(MONTH("workshop.opened") AS BIGINT)
          ) AS INT) * INTERVAL '1' MONTH
        ) AS DATE) > CASE
          WHEN CAST(CAST('2022-06-30' AS DATE) + (
            CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
          ) AS DATE) BETWEEN CAST('0001-01-01' AS DATE) AND CAST('9999-12-31' AS DATE)
          THEN CAST(CAST('2022-06-30' AS DATE) + (
            CAST(-CAST(1 AS BIGINT) AS INT) * INTERVAL '1' MONTH
          ) AS DATE)
        END
        THEN CAST(1 AS BIGINT)
        ELSE CAST(0 AS BIGINT)
      END
    ) >= 6 AS "condition:9",
    CAST(DATE_DIFF('DAY', "workshop.opened", CAST('2022-06-30' AS DATE)) AS BIGINT) > "aggregate:1" AS "condition:10"
  FROM "stage_2"
), "stage_4" AS (
  SELECT
    *,
    CASE WHEN "condition:0" IS NULL THEN -65536 WHEN "condition:0" THEN 0 ELSE 65535 END AS "condition:0:16",
    CASE WHEN "condition:1" IS NULL THEN -65536 WHEN "condition:1" THEN 0 ELSE 65535 END AS "condition:1:16",
    CASE WHEN "condition:2" IS NULL THEN -65536 WHEN "condition:2" THEN 0 ELSE 65535 END AS "condition:2:16",
    CASE WHEN "condition:3" IS NULL THEN -65536 WHEN "condition:3" THEN 0 ELSE 65535 END AS "condition:3:16",
    CASE WHEN "condition:4" IS NULL THEN -65536 WHEN "condition:4" THEN 0 ELSE 65535 END AS "condition:4:16",
    CASE WHEN "condition:5" IS NULL THEN -65536 WHEN "condition:5" THEN 0 ELSE 65535 END AS "condition:5:16",
    CASE WHEN "condition:6" IS NULL THEN -65536 WHEN "condition:6" THEN 0 ELSE 65535 END AS "condition:6:16",
    CASE WHEN "condition:7" IS NULL THEN -65536 WHEN "condition:7" THEN 0 ELSE 65535 END AS "condition:7:16",
    CASE WHEN "condition:8" IS NULL THEN -65536 WHEN "condition:8" THEN 0 ELSE 65535 END AS "condition:8:16",
    CASE WHEN "condition:9" IS NULL THEN -65536 WHEN "condition:9" THEN 0 ELSE 65535 END AS "condition:9:16",
    CASE WHEN "condition:10" IS NULL THEN -65536 WHEN "condition:10" THEN 0 ELSE 65535 END AS "condition:10:16"
  FROM "stage_3"
), "stage_5" AS (
  SELECT
    *,
    (
      "condition:0:16" & 65537
    ) | (
      "condition:1:16" & 131074
    ) | (
      "condition:2:16" & 262148
    ) | (
      "condition:3:16" & 524296
    ) AS "试验/award:state",
    (
      "condition:4:16" & 65537
    ) | (
      "condition:5:16" & 131074
    ) | (
      "condition:6:16" & 262148
    ) AS "试验/市级以上绿色工厂和智能制造示范车间设备更新改造奖励办法之二:state",
    (
      "condition:7:16" & 65537
    ) AS "试验/plain:state",
    (
      "condition:8:16" & 65537
    ) | (
      "condition:9:16" & 131074
    ) | (
      "condition:10:16" & 262148
    ) AS "试验/owned:state",
    (
      "condition:7:16" & 65537
    ) AS "试验/word:state"
  FROM "stage_4"
)
SELECT
  "key",
  "owner",
  "city",
  "absent:0",
  CASE
    WHEN "workshop.green" IS NULL
    THEN "absent:0" & 8
    WHEN "workshop.green"
    THEN "absent:0" & 388
    ELSE "absent:0" & 4
  END AS "mask:0:0",
  "aggregate:0:missing:0" AS "mask:1:0",
  "aggregate:1:missing:0" AS "mask:2:0",
  "aggregate:2:missing:0" AS "mask:3:0",
  "试验/award:state",
  CASE
    WHEN "试验/award:state" = 0
    THEN CAST(CASE
      WHEN CAST(CAST(CASE
        WHEN (
          NOT "workshop.cost" IS NULL
        ) AND (
          NOT "workshop.share" IS NULL
        )
        THEN LEAST(
          CAST("workshop.cost" AS INT128) * "workshop.share",
          CAST("workshop.cost" AS INT128) * 1000000
        )
      END AS INT128) + CAST(CASE
        WHEN (
          NOT "workshop.cost" IS NULL
        )
        AND (
          NOT CASE
            WHEN "workshop.cost" < 0
            THEN -(
              (
                (
                  -"workshop.cost"
                ) + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) // 700
            )
            ELSE (
              "workshop.cost" + (
                CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
              )
            ) // 700
          END IS NULL
        )
        THEN GREATEST(
          -"workshop.cost",
          CASE
            WHEN "workshop.cost" < 0
            THEN -(
              (
                (
                  -"workshop.cost"
                ) + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) // 700
            )
            ELSE (
              "workshop.cost" + (
                CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
              )
            ) // 700
          END * 100
        )
      END * 3 AS INT128) * 1000000 AS INT128) + CAST("workshop.rate" * 2 * 3 AS INT128) * 1000000 < 0
      THEN -(
        CAST(CAST(CAST(-(
          CAST(CAST(CASE
            WHEN (
              NOT "workshop.cost" IS NULL
            ) AND (
              NOT "workshop.share" IS NULL
            )
            THEN LEAST(
              CAST("workshop.cost" AS INT128) * "workshop.share",
              CAST("workshop.cost" AS INT128) * 1000000
            )
          END AS INT128) + CAST(CASE
            WHEN (
              NOT "workshop.cost" IS NULL
            )
            AND (
              NOT CASE
                WHEN "workshop.cost" < 0
                THEN -(
                  (
                    (
                      -"workshop.cost"
                    ) + (
                      CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                    )
                  ) // 700
                )
                ELSE (
                  "workshop.cost" + (
                    CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                  )
                ) // 700
              END IS NULL
            )
            THEN GREATEST(
              -"workshop.cost",
              CASE
                WHEN "workshop.cost" < 0
                THEN -(
                  (
                    (
                      -"workshop.cost"
                    ) + (
                      CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                    )
                  ) // 700
                )
                ELSE (
                  "workshop.cost" + (
                    CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                  )
                ) // 700
              END * 100
            )
          END * 3 AS INT128) * 1000000 AS INT128) + CAST("workshop.rate" * 2 * 3 AS INT128) * 1000000
        ) AS INT128) * 2 AS INT128) + 3000000 AS INT128) // 6000000
      )
      ELSE CAST(CAST(CAST(CAST(CAST(CASE
        WHEN (
          NOT "workshop.cost" IS NULL
        ) AND (
          NOT "workshop.share" IS NULL
        )
        THEN LEAST(
          CAST("workshop.cost" AS INT128) * "workshop.share",
          CAST("workshop.cost" AS INT128) * 1000000
        )
      END AS INT128) + CAST(CASE
        WHEN (
          NOT "workshop.cost" IS NULL
        )
        AND (
          NOT CASE
            WHEN "workshop.cost" < 0
            THEN -(
              (
                (
                  -"workshop.cost"
                ) + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) // 700
            )
            ELSE (
              "workshop.cost" + (
                CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
              )
            ) // 700
          END IS NULL
        )
        THEN GREATEST(
          -"workshop.cost",
          CASE
            WHEN "workshop.cost" < 0
            THEN -(
              (
                (
                  -"workshop.cost"
                ) + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) // 700
            )
            ELSE (
              "workshop.cost" + (
                CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
              )
            ) // 700
          END * 100
        )
      END * 3 AS INT128) * 1000000 AS INT128) + CAST("workshop.rate" * 2 * 3 AS INT128) * 1000000 AS INT128) * 2 AS INT128) + 3000000 AS INT128) // 6000000
    END AS BIGINT)
  END AS "试验/award:amount",
  "试验/市级以上绿色工厂和智能制造示范车间设备更新改造奖励办法之二:state",
  CASE
    WHEN "试验/市级以上绿色工厂和智能制造示范车间设备更新改造奖励办法之二:state" = 0
    THEN CAST(CAST(CASE
      WHEN CASE
        WHEN "workshop.green" IS NULL
        THEN NULL
        WHEN "workshop.green"
        THEN CAST(CAST("workshop.cost" AS INT128) * "workshop.staff" AS INT128) * "workshop.share"
        ELSE CAST(CASE
          WHEN "workshop.cost" < 0
          THEN -(
            (
              -"workshop.cost"
            ) // 10
          )
          ELSE "workshop.cost" // 10
        END AS INT128) * 10000000
      END < 0
      THEN -(
        CAST(-CASE
          WHEN "workshop.green" IS NULL
          THEN NULL
          WHEN "workshop.green"
          THEN CAST(CAST("workshop.cost" AS INT128) * "workshop.staff" AS INT128) * "workshop.share"
          ELSE CAST(CASE
            WHEN "workshop.cost" < 0
            THEN -(
              (
                -"workshop.cost"
              ) // 10
            )
            ELSE "workshop.cost" // 10
          END AS INT128) * 10000000
        END AS INT128) // 100000000
      )
      ELSE CAST(CASE
        WHEN "workshop.green" IS NULL
        THEN NULL
        WHEN "workshop.green"
        THEN CAST(CAST("workshop.cost" AS INT128) * "workshop.staff" AS INT128) * "workshop.share"
        ELSE CAST(CASE
          WHEN "workshop.cost" < 0
          THEN -(
            (
              -"workshop.cost"
            ) // 10
          )
          ELSE "workshop.cost" // 10
        END AS INT128) * 10000000
      END AS INT128) // 100000000
    END AS INT128) * 100 AS BIGINT)
  END AS "试验/市级以上绿色工厂和智能制造示范车间设备更新改造奖励办法之二:amount",
  "试验/plain:state",
  CASE
    WHEN "试验/plain:state" = 0
    THEN CAST(CASE
      WHEN CAST("workshop.cost" AS INT128) * "workshop.share" < 0
      THEN -(
        CAST(CAST(-(
          CAST("workshop.cost" AS INT128) * "workshop.share"
        ) AS INT128) + (
          CAST(1000000 AS BIGINT) + CAST(-1 AS BIGINT)
        ) AS INT128) // 1000000
      )
      ELSE CAST(CAST(CAST("workshop.cost" AS INT128) * "workshop.share" AS INT128) + (
        CAST(1000000 AS BIGINT) + CAST(-1 AS BIGINT)
      ) AS INT128) // 1000000
    END AS BIGINT)
  END AS "试验/plain:amount",
  "试验/owned:state",
  CASE
    WHEN "试验/owned:state" = 0
    THEN CAST(CASE
      WHEN "aggregate:2" < 0
      THEN -(
        CAST(CAST(CAST(-"aggregate:2" AS INT128) * 2 AS INT128) + 1000000 AS INT128) // 2000000
      )
      ELSE CAST(CAST(CAST("aggregate:2" AS INT128) * 2 AS INT128) + 1000000 AS INT128) // 2000000
    END AS BIGINT)
  END AS "试验/owned:amount",
  "试验/word:state"
FROM "stage_5"
