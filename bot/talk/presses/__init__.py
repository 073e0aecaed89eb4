"""What buttons say back, a module to a subject: short, typed, and the same in every messenger.

A messenger can be made to send what no button said. What does not fit its type is no press of ours
and gets the answer of an old button.
"""
