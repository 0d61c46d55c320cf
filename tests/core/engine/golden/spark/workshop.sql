WITH `stage_0` AS (
  SELECT
    `row`.`workshop` AS `key`,
    `row`.`uscc` AS `owner`,
    `owning`.`city` AS `city`,
    CAST(`owning`.`sales` * 100 AS BIGINT) AS `enterprise.sales`,
    CAST(`owning`.`uscc` AS STRING) AS `enterprise.uscc`,
    CAST(`row`.`cost` * 100 AS BIGINT) AS `workshop.cost`,
    `row`.`green` AS `workshop.green`,
    CAST(`row`.`industry` AS STRING) AS `workshop.industry`,
    CAST(`row`.`kind` AS STRING) AS `workshop.kind`,
    `row`.`opened` AS `workshop.opened`,
    CAST(`row`.`share` * 1000000 AS BIGINT) AS `workshop.share`,
    CAST(`row`.`staff` AS BIGINT) AS `workshop.staff`,
    CASE
      WHEN `owned_workshop`.`owner` IS NULL
      THEN CAST(0 AS BIGINT)
      ELSE `owned_workshop`.`aggregate:0`
    END AS `aggregate:0`,
    COALESCE(`owned_workshop`.`aggregate:0:missing:0`, CAST(0 AS BIGINT)) AS `aggregate:0:missing:0`,
    CASE
      WHEN `owned_workshop`.`owner` IS NULL
      THEN CAST(0 AS BIGINT)
      ELSE `owned_workshop`.`aggregate:1`
    END AS `aggregate:1`,
    COALESCE(`owned_workshop`.`aggregate:1:missing:0`, CAST(0 AS BIGINT)) AS `aggregate:1:missing:0`,
    `owned_workshop`.`aggregate:2` AS `aggregate:2`,
    COALESCE(`owned_workshop`.`aggregate:2:missing:0`, CAST(0 AS BIGINT)) AS `aggregate:2:missing:0`
  FROM `workshop` AS `row`
  LEFT JOIN (
    SELECT
      `owner`,
      CASE
        WHEN MAX(
          CASE
            WHEN `workshop.green` IS NULL
            THEN CAST(1 AS BIGINT)
            WHEN `workshop.green`
            THEN CASE
              WHEN CAST(`workshop.cost` AS DECIMAL(38, 0)) IS NULL
              THEN CAST(1 AS BIGINT)
              ELSE CAST(0 AS BIGINT)
            END
            ELSE CAST(0 AS BIGINT)
          END
        ) = CAST(0 AS BIGINT)
        THEN CAST(COALESCE(
          SUM(CASE WHEN `workshop.green` THEN CAST(`workshop.cost` AS DECIMAL(38, 0)) END),
          CAST(0 AS BIGINT)
        ) AS DECIMAL(38, 0))
      END AS `aggregate:0`,
      BIT_OR(
        CASE
          WHEN `workshop.green` IS NULL
          THEN CASE WHEN `workshop.green` IS NULL THEN CAST(8 AS BIGINT) ELSE 0 END
          WHEN `workshop.green`
          THEN CASE WHEN `workshop.cost` IS NULL THEN CAST(4 AS BIGINT) ELSE 0 END
          ELSE CAST(0 AS BIGINT)
        END
      ) AS `aggregate:0:missing:0`,
      CASE
        WHEN MAX(CAST(0 AS BIGINT)) = CAST(0 AS BIGINT)
        THEN CAST(COUNT(CAST(1 AS BIGINT)) AS BIGINT)
      END AS `aggregate:1`,
      BIT_OR(CAST(0 AS BIGINT)) AS `aggregate:1:missing:0`,
      CASE
        WHEN MAX(
          CASE
            WHEN (
              CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share`
            ) IS NULL
            THEN CAST(1 AS BIGINT)
            ELSE CAST(0 AS BIGINT)
          END
        ) = CAST(0 AS BIGINT)
        THEN MAX(CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share`)
      END AS `aggregate:2`,
      BIT_OR(
        CASE WHEN `workshop.cost` IS NULL THEN CAST(4 AS BIGINT) ELSE 0 END | CASE WHEN `workshop.share` IS NULL THEN CAST(128 AS BIGINT) ELSE 0 END
      ) AS `aggregate:2:missing:0`
    FROM (
      SELECT
        `row`.`uscc` AS `owner`,
        CAST(`row`.`cost` * 100 AS BIGINT) AS `workshop.cost`,
        `row`.`green` AS `workshop.green`,
        CAST(`row`.`workshop` AS STRING) AS `workshop.workshop`,
        CAST(`row`.`share` * 1000000 AS BIGINT) AS `workshop.share`
      FROM `workshop` AS `row`
    ) AS `owned`
    GROUP BY
      `owner`
  ) AS `owned_workshop`
    ON `row`.`uscc` = `owned_workshop`.`owner`
  LEFT JOIN `enterprise` AS `owning`
    ON `row`.`uscc` = `owning`.`uscc`
), `stage_1` AS (
  SELECT
    *,
    CASE WHEN `enterprise.sales` IS NULL THEN CAST(1 AS BIGINT) ELSE 0 END | CASE WHEN `enterprise.uscc` IS NULL THEN CAST(2 AS BIGINT) ELSE 0 END | CASE WHEN `workshop.cost` IS NULL THEN CAST(4 AS BIGINT) ELSE 0 END | CASE WHEN `workshop.green` IS NULL THEN CAST(8 AS BIGINT) ELSE 0 END | CASE WHEN `workshop.industry` IS NULL THEN CAST(16 AS BIGINT) ELSE 0 END | CASE WHEN `workshop.kind` IS NULL THEN CAST(32 AS BIGINT) ELSE 0 END | CASE WHEN `workshop.opened` IS NULL THEN CAST(64 AS BIGINT) ELSE 0 END | CASE WHEN `workshop.share` IS NULL THEN CAST(128 AS BIGINT) ELSE 0 END | CASE WHEN `workshop.staff` IS NULL THEN CAST(256 AS BIGINT) ELSE 0 END AS `absent:0`,
    STARTSWITH(`workshop.industry`, 'D')
    OR (
      SUBSTRING(`workshop.industry`, 1, 3) IN ('C39', 'C40')
    ) AS `within:0`
  FROM `stage_0`
), `stage_2` AS (
  SELECT
    *,
    CASE
      WHEN `workshop.cost` < 0
      THEN -(
        (
          (
            -`workshop.cost`
          ) * 2 + `workshop.staff`
        ) DIV NULLIF(`workshop.staff` * 2, CAST(0 AS BIGINT))
      )
      ELSE (
        `workshop.cost` * 2 + `workshop.staff`
      ) DIV NULLIF(`workshop.staff` * 2, CAST(0 AS BIGINT))
    END AS `workshop.rate`,
    CAST(YEAR(`workshop.opened`) AS BIGINT) < 2020 AS `workshop.open_long`
  FROM `stage_1`
), `stage_3` AS (
  SELECT
    *,
    `workshop.green` OR `workshop.kind` = 'back\\slash' AS `condition:0`,
    `within:0` AND (
      NOT (
        `workshop.kind` = 'o\'old'
      )
    ) AS `condition:1`,
    CASE
      WHEN 3 * CASE WHEN NOT `workshop.staff` IS NULL THEN GREATEST(`workshop.staff`, 1) END > 0
      THEN CAST(CAST(`workshop.rate` AS DECIMAL(38, 0)) * (
        3 * CASE WHEN NOT `workshop.staff` IS NULL THEN GREATEST(`workshop.staff`, 1) END
      ) AS DECIMAL(38, 0)) * 10 >= CAST(5 AS BIGINT) * CAST(100 AS BIGINT) * `workshop.cost`
    END AS `condition:2`,
    CASE
      WHEN `enterprise.uscc` IS NULL
      THEN NULL
      WHEN LENGTH(`enterprise.uscc`) <> 18
      OR TRANSLATE(`enterprise.uscc`, '0123456789ABCDEFGHJKLMNPQRTUWXY', '') <> ''
      THEN 'invalid'
      WHEN (
        31 - (
          (
            LOCATE(SUBSTRING(`enterprise.uscc`, 1, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 1 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 2, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 3 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 3, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 9 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 4, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 27 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 5, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 19 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 6, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 26 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 7, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 16 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 8, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 17 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 9, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 20 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 10, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 29 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 11, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 25 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 12, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 13 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 13, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 8 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 14, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 24 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 15, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 10 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 16, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 30 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 17, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 28
        ) % 31
      ) % 31 = (
        LOCATE(SUBSTRING(`enterprise.uscc`, 18, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
      )
      AND (
        11 - (
          (
            LOCATE(SUBSTRING(`enterprise.uscc`, 9, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 3 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 10, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 7 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 11, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 9 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 12, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 10 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 13, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 5 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 14, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 8 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 15, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 4 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 16, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 2
        ) % 11
      ) % 11 = (
        LOCATE(SUBSTRING(`enterprise.uscc`, 17, 1), '0123456789X') - 1
      )
      THEN 'valid'
      WHEN (
        31 - (
          (
            LOCATE(SUBSTRING(`enterprise.uscc`, 1, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 1 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 2, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 3 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 3, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 9 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 4, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 27 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 5, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 19 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 6, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 26 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 7, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 16 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 8, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 17 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 9, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 20 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 10, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 29 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 11, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 25 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 12, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 13 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 13, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 8 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 14, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 24 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 15, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 10 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 16, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 30 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 17, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
          ) * 28
        ) % 31
      ) % 31 = (
        LOCATE(SUBSTRING(`enterprise.uscc`, 18, 1), '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1
      )
      OR (
        11 - (
          (
            LOCATE(SUBSTRING(`enterprise.uscc`, 9, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 3 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 10, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 7 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 11, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 9 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 12, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 10 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 13, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 5 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 14, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 8 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 15, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 4 + (
            LOCATE(SUBSTRING(`enterprise.uscc`, 16, 1), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1
          ) * 2
        ) % 11
      ) % 11 = (
        LOCATE(SUBSTRING(`enterprise.uscc`, 17, 1), '0123456789X') - 1
      )
      THEN 'confirm'
      ELSE 'invalid'
    END <> 'invalid' AS `condition:3`,
    `workshop.open_long` AS `condition:4`,
    `workshop.opened` >= CAST('2000-02-29' AS DATE)
    AND `workshop.opened` <= LEAST(CAST('2022-06-30' AS DATE), CAST('2022-12-31' AS DATE)) AS `condition:5`,
    CASE
      WHEN `enterprise.sales` > 0
      THEN `workshop.cost` * 10 <= 5 * `enterprise.sales`
    END AS `condition:6`,
    `workshop.staff` > 0 AS `condition:7`,
    `aggregate:0` > 0 AS `condition:8`,
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
          CAST(YEAR(`workshop.opened`) AS BIGINT) * 12 + CAST(MONTH(`workshop.opened`) AS BIGINT)
        )
      ) - CASE
        WHEN CAST(`workshop.opened` + (
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
            CAST(YEAR(`workshop.opened`) AS BIGINT) * 12 + CAST(MONTH(`workshop.opened`) AS BIGINT)
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
    ) >= 6 AS `condition:9`,
    CAST(DATEDIFF(DAY, `workshop.opened`, CAST('2022-06-30' AS DATE)) AS BIGINT) > `aggregate:1` AS `condition:10`
  FROM `stage_2`
), `stage_4` AS (
  SELECT
    *,
    CASE WHEN `condition:0` IS NULL THEN -65536 WHEN `condition:0` THEN 0 ELSE 65535 END AS `condition:0:16`,
    CASE WHEN `condition:1` IS NULL THEN -65536 WHEN `condition:1` THEN 0 ELSE 65535 END AS `condition:1:16`,
    CASE WHEN `condition:2` IS NULL THEN -65536 WHEN `condition:2` THEN 0 ELSE 65535 END AS `condition:2:16`,
    CASE WHEN `condition:3` IS NULL THEN -65536 WHEN `condition:3` THEN 0 ELSE 65535 END AS `condition:3:16`,
    CASE WHEN `condition:4` IS NULL THEN -65536 WHEN `condition:4` THEN 0 ELSE 65535 END AS `condition:4:16`,
    CASE WHEN `condition:5` IS NULL THEN -65536 WHEN `condition:5` THEN 0 ELSE 65535 END AS `condition:5:16`,
    CASE WHEN `condition:6` IS NULL THEN -65536 WHEN `condition:6` THEN 0 ELSE 65535 END AS `condition:6:16`,
    CASE WHEN `condition:7` IS NULL THEN -65536 WHEN `condition:7` THEN 0 ELSE 65535 END AS `condition:7:16`,
    CASE WHEN `condition:8` IS NULL THEN -65536 WHEN `condition:8` THEN 0 ELSE 65535 END AS `condition:8:16`,
    CASE WHEN `condition:9` IS NULL THEN -65536 WHEN `condition:9` THEN 0 ELSE 65535 END AS `condition:9:16`,
    CASE WHEN `condition:10` IS NULL THEN -65536 WHEN `condition:10` THEN 0 ELSE 65535 END AS `condition:10:16`
  FROM `stage_3`
), `stage_5` AS (
  SELECT
    *,
    (
      `condition:0:16` & 65537
    ) | (
      `condition:1:16` & 131074
    ) | (
      `condition:2:16` & 262148
    ) | (
      `condition:3:16` & 524296
    ) AS `试验/award:state`,
    (
      `condition:4:16` & 65537
    ) | (
      `condition:5:16` & 131074
    ) | (
      `condition:6:16` & 262148
    ) AS `试验/市级以上绿色工厂和智能制造示范车间设备更新改造奖励办法之二:state`,
    (
      `condition:7:16` & 65537
    ) AS `试验/plain:state`,
    (
      `condition:8:16` & 65537
    ) | (
      `condition:9:16` & 131074
    ) | (
      `condition:10:16` & 262148
    ) AS `试验/owned:state`,
    (
      `condition:7:16` & 65537
    ) AS `试验/word:state`
  FROM `stage_4`
)
SELECT
  `key`,
  `owner`,
  `city`,
  `absent:0`,
  CASE
    WHEN `workshop.green` IS NULL
    THEN `absent:0` & 8
    WHEN `workshop.green`
    THEN `absent:0` & 388
    ELSE `absent:0` & 4
  END AS `mask:0:0`,
  `aggregate:0:missing:0` AS `mask:1:0`,
  `aggregate:1:missing:0` AS `mask:2:0`,
  `aggregate:2:missing:0` AS `mask:3:0`,
  `试验/award:state`,
  CASE
    WHEN `试验/award:state` = 0
    THEN CAST(CASE
      WHEN CAST(CAST(CASE
        WHEN (
          NOT `workshop.cost` IS NULL
        ) AND (
          NOT `workshop.share` IS NULL
        )
        THEN LEAST(
          CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share`,
          CAST(`workshop.cost` AS DECIMAL(38, 0)) * 1000000
        )
      END AS DECIMAL(38, 0)) + CAST(CASE
        WHEN (
          NOT `workshop.cost` IS NULL
        )
        AND (
          NOT CASE
            WHEN `workshop.cost` < 0
            THEN -(
              (
                (
                  -`workshop.cost`
                ) + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) DIV 700
            )
            ELSE (
              `workshop.cost` + (
                CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
              )
            ) DIV 700
          END IS NULL
        )
        THEN GREATEST(
          -`workshop.cost`,
          CASE
            WHEN `workshop.cost` < 0
            THEN -(
              (
                (
                  -`workshop.cost`
                ) + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) DIV 700
            )
            ELSE (
              `workshop.cost` + (
                CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
              )
            ) DIV 700
          END * 100
        )
      END * 3 AS DECIMAL(38, 0)) * 1000000 AS DECIMAL(38, 0)) + CAST(`workshop.rate` * 2 * 3 AS DECIMAL(38, 0)) * 1000000 < 0
      THEN -(
        CAST((
          CAST(CAST(CAST(-(
            CAST(CAST(CASE
              WHEN (
                NOT `workshop.cost` IS NULL
              ) AND (
                NOT `workshop.share` IS NULL
              )
              THEN LEAST(
                CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share`,
                CAST(`workshop.cost` AS DECIMAL(38, 0)) * 1000000
              )
            END AS DECIMAL(38, 0)) + CAST(CASE
              WHEN (
                NOT `workshop.cost` IS NULL
              )
              AND (
                NOT CASE
                  WHEN `workshop.cost` < 0
                  THEN -(
                    (
                      (
                        -`workshop.cost`
                      ) + (
                        CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                      )
                    ) DIV 700
                  )
                  ELSE (
                    `workshop.cost` + (
                      CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                    )
                  ) DIV 700
                END IS NULL
              )
              THEN GREATEST(
                -`workshop.cost`,
                CASE
                  WHEN `workshop.cost` < 0
                  THEN -(
                    (
                      (
                        -`workshop.cost`
                      ) + (
                        CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                      )
                    ) DIV 700
                  )
                  ELSE (
                    `workshop.cost` + (
                      CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                    )
                  ) DIV 700
                END * 100
              )
            END * 3 AS DECIMAL(38, 0)) * 1000000 AS DECIMAL(38, 0)) + CAST(`workshop.rate` * 2 * 3 AS DECIMAL(38, 0)) * 1000000
          ) AS DECIMAL(38, 0)) * 2 AS DECIMAL(38, 0)) + 3000000 AS DECIMAL(38, 0)) - CAST(CAST(CAST(-(
            CAST(CAST(CASE
              WHEN (
                NOT `workshop.cost` IS NULL
              ) AND (
                NOT `workshop.share` IS NULL
              )
              THEN LEAST(
                CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share`,
                CAST(`workshop.cost` AS DECIMAL(38, 0)) * 1000000
              )
            END AS DECIMAL(38, 0)) + CAST(CASE
              WHEN (
                NOT `workshop.cost` IS NULL
              )
              AND (
                NOT CASE
                  WHEN `workshop.cost` < 0
                  THEN -(
                    (
                      (
                        -`workshop.cost`
                      ) + (
                        CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                      )
                    ) DIV 700
                  )
                  ELSE (
                    `workshop.cost` + (
                      CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                    )
                  ) DIV 700
                END IS NULL
              )
              THEN GREATEST(
                -`workshop.cost`,
                CASE
                  WHEN `workshop.cost` < 0
                  THEN -(
                    (
                      (
                        -`workshop.cost`
                      ) + (
                        CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                      )
                    ) DIV 700
                  )
                  ELSE (
                    `workshop.cost` + (
                      CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                    )
                  ) DIV 700
                END * 100
              )
            END * 3 AS DECIMAL(38, 0)) * 1000000 AS DECIMAL(38, 0)) + CAST(`workshop.rate` * 2 * 3 AS DECIMAL(38, 0)) * 1000000
          ) AS DECIMAL(38, 0)) * 2 AS DECIMAL(38, 0)) + 3000000 AS DECIMAL(38, 0)) % 6000000
        ) / 6000000 AS DECIMAL(38, 0))
      )
      ELSE CAST((
        CAST(CAST(CAST(CAST(CAST(CASE
          WHEN (
            NOT `workshop.cost` IS NULL
          ) AND (
            NOT `workshop.share` IS NULL
          )
          THEN LEAST(
            CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share`,
            CAST(`workshop.cost` AS DECIMAL(38, 0)) * 1000000
          )
        END AS DECIMAL(38, 0)) + CAST(CASE
          WHEN (
            NOT `workshop.cost` IS NULL
          )
          AND (
            NOT CASE
              WHEN `workshop.cost` < 0
              THEN -(
                (
                  (
                    -`workshop.cost`
                  ) + (
                    CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                  )
                ) DIV 700
              )
              ELSE (
                `workshop.cost` + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) DIV 700
            END IS NULL
          )
          THEN GREATEST(
            -`workshop.cost`,
            CASE
              WHEN `workshop.cost` < 0
              THEN -(
                (
                  (
                    -`workshop.cost`
                  ) + (
                    CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                  )
                ) DIV 700
              )
              ELSE (
                `workshop.cost` + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) DIV 700
            END * 100
          )
        END * 3 AS DECIMAL(38, 0)) * 1000000 AS DECIMAL(38, 0)) + CAST(`workshop.rate` * 2 * 3 AS DECIMAL(38, 0)) * 1000000 AS DECIMAL(38, 0)) * 2 AS DECIMAL(38, 0)) + 3000000 AS DECIMAL(38, 0)) - CAST(CAST(CAST(CAST(CAST(CASE
          WHEN (
            NOT `workshop.cost` IS NULL
          ) AND (
            NOT `workshop.share` IS NULL
          )
          THEN LEAST(
            CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share`,
            CAST(`workshop.cost` AS DECIMAL(38, 0)) * 1000000
          )
        END AS DECIMAL(38, 0)) + CAST(CASE
          WHEN (
            NOT `workshop.cost` IS NULL
          )
          AND (
            NOT CASE
              WHEN `workshop.cost` < 0
              THEN -(
                (
                  (
                    -`workshop.cost`
                  ) + (
                    CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                  )
                ) DIV 700
              )
              ELSE (
                `workshop.cost` + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) DIV 700
            END IS NULL
          )
          THEN GREATEST(
            -`workshop.cost`,
            CASE
              WHEN `workshop.cost` < 0
              THEN -(
                (
                  (
                    -`workshop.cost`
                  ) + (
                    CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                  )
                ) DIV 700
              )
              ELSE (
                `workshop.cost` + (
                  CAST(700 AS BIGINT) + CAST(-1 AS BIGINT)
                )
              ) DIV 700
            END * 100
          )
        END * 3 AS DECIMAL(38, 0)) * 1000000 AS DECIMAL(38, 0)) + CAST(`workshop.rate` * 2 * 3 AS DECIMAL(38, 0)) * 1000000 AS DECIMAL(38, 0)) * 2 AS DECIMAL(38, 0)) + 3000000 AS DECIMAL(38, 0)) % 6000000
      ) / 6000000 AS DECIMAL(38, 0))
    END AS BIGINT)
  END AS `试验/award:amount`,
  `试验/市级以上绿色工厂和智能制造示范车间设备更新改造奖励办法之二:state`,
  CASE
    WHEN `试验/市级以上绿色工厂和智能制造示范车间设备更新改造奖励办法之二:state` = 0
    THEN CAST(CAST(CASE
      WHEN CASE
        WHEN `workshop.green` IS NULL
        THEN NULL
        WHEN `workshop.green`
        THEN CAST(CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.staff` AS DECIMAL(38, 0)) * `workshop.share`
        ELSE CAST(CASE
          WHEN `workshop.cost` < 0
          THEN -(
            (
              -`workshop.cost`
            ) DIV 10
          )
          ELSE `workshop.cost` DIV 10
        END AS DECIMAL(38, 0)) * 10000000
      END < 0
      THEN -(
        CAST((
          CAST(-CASE
            WHEN `workshop.green` IS NULL
            THEN NULL
            WHEN `workshop.green`
            THEN CAST(CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.staff` AS DECIMAL(38, 0)) * `workshop.share`
            ELSE CAST(CASE
              WHEN `workshop.cost` < 0
              THEN -(
                (
                  -`workshop.cost`
                ) DIV 10
              )
              ELSE `workshop.cost` DIV 10
            END AS DECIMAL(38, 0)) * 10000000
          END AS DECIMAL(38, 0)) - CAST(-CASE
            WHEN `workshop.green` IS NULL
            THEN NULL
            WHEN `workshop.green`
            THEN CAST(CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.staff` AS DECIMAL(38, 0)) * `workshop.share`
            ELSE CAST(CASE
              WHEN `workshop.cost` < 0
              THEN -(
                (
                  -`workshop.cost`
                ) DIV 10
              )
              ELSE `workshop.cost` DIV 10
            END AS DECIMAL(38, 0)) * 10000000
          END AS DECIMAL(38, 0)) % 100000000
        ) / 100000000 AS DECIMAL(38, 0))
      )
      ELSE CAST((
        CAST(CASE
          WHEN `workshop.green` IS NULL
          THEN NULL
          WHEN `workshop.green`
          THEN CAST(CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.staff` AS DECIMAL(38, 0)) * `workshop.share`
          ELSE CAST(CASE
            WHEN `workshop.cost` < 0
            THEN -(
              (
                -`workshop.cost`
              ) DIV 10
            )
            ELSE `workshop.cost` DIV 10
          END AS DECIMAL(38, 0)) * 10000000
        END AS DECIMAL(38, 0)) - CAST(CASE
          WHEN `workshop.green` IS NULL
          THEN NULL
          WHEN `workshop.green`
          THEN CAST(CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.staff` AS DECIMAL(38, 0)) * `workshop.share`
          ELSE CAST(CASE
            WHEN `workshop.cost` < 0
            THEN -(
              (
                -`workshop.cost`
              ) DIV 10
            )
            ELSE `workshop.cost` DIV 10
          END AS DECIMAL(38, 0)) * 10000000
        END AS DECIMAL(38, 0)) % 100000000
      ) / 100000000 AS DECIMAL(38, 0))
    END AS DECIMAL(38, 0)) * 100 AS BIGINT)
  END AS `试验/市级以上绿色工厂和智能制造示范车间设备更新改造奖励办法之二:amount`,
  `试验/plain:state`,
  CASE
    WHEN `试验/plain:state` = 0
    THEN CAST(CASE
      WHEN CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share` < 0
      THEN -(
        CAST((
          CAST(CAST(-(
            CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share`
          ) AS DECIMAL(38, 0)) + (
            CAST(1000000 AS BIGINT) + CAST(-1 AS BIGINT)
          ) AS DECIMAL(38, 0)) - CAST(CAST(-(
            CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share`
          ) AS DECIMAL(38, 0)) + (
            CAST(1000000 AS BIGINT) + CAST(-1 AS BIGINT)
          ) AS DECIMAL(38, 0)) % 1000000
        ) / 1000000 AS DECIMAL(38, 0))
      )
      ELSE CAST((
        CAST(CAST(CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share` AS DECIMAL(38, 0)) + (
          CAST(1000000 AS BIGINT) + CAST(-1 AS BIGINT)
        ) AS DECIMAL(38, 0)) - CAST(CAST(CAST(`workshop.cost` AS DECIMAL(38, 0)) * `workshop.share` AS DECIMAL(38, 0)) + (
          CAST(1000000 AS BIGINT) + CAST(-1 AS BIGINT)
        ) AS DECIMAL(38, 0)) % 1000000
      ) / 1000000 AS DECIMAL(38, 0))
    END AS BIGINT)
  END AS `试验/plain:amount`,
  `试验/owned:state`,
  CASE
    WHEN `试验/owned:state` = 0
    THEN CAST(CASE
      WHEN `aggregate:2` < 0
      THEN -(
        CAST((
          CAST(CAST(CAST(-`aggregate:2` AS DECIMAL(38, 0)) * 2 AS DECIMAL(38, 0)) + 1000000 AS DECIMAL(38, 0)) - CAST(CAST(CAST(-`aggregate:2` AS DECIMAL(38, 0)) * 2 AS DECIMAL(38, 0)) + 1000000 AS DECIMAL(38, 0)) % 2000000
        ) / 2000000 AS DECIMAL(38, 0))
      )
      ELSE CAST((
        CAST(CAST(CAST(`aggregate:2` AS DECIMAL(38, 0)) * 2 AS DECIMAL(38, 0)) + 1000000 AS DECIMAL(38, 0)) - CAST(CAST(CAST(`aggregate:2` AS DECIMAL(38, 0)) * 2 AS DECIMAL(38, 0)) + 1000000 AS DECIMAL(38, 0)) % 2000000
      ) / 2000000 AS DECIMAL(38, 0))
    END AS BIGINT)
  END AS `试验/owned:amount`,
  `试验/word:state`
FROM `stage_5`
