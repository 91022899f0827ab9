"""Makes and measures the weights of `bilingual.key_points`; beside the flow, which never calls
it.
"""
