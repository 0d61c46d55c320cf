"""Keys with which programs act for people: scoped, limited, revocable."""
