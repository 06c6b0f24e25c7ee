"""What is done for 45 CFR 164.312 and where, which tests show it, and what is left to the owner."""
