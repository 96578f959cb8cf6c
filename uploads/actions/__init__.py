from uploads.actions.store_image import store_image
from uploads.actions.sweep_unused import sweep_unused
from uploads.actions.use_uploads import adopt_uploads, use_uploads
from uploads.pictures import UploadRefused

__all__ = ["UploadRefused", "adopt_uploads", "store_image", "sweep_unused", "use_uploads"]
