"""Policy that reaches each enterprise: campaigns, messages, channels, who was told what."""
