from spaces.actions.brand import change_brand
from spaces.actions.space import save_space

__all__ = ["change_brand", "save_space"]
