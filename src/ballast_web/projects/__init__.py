"""Major projects: their stages and dates, money, conditions, weekly reports and lamps."""
