from uploads.actions.forget_uploads import forget_uploads
from uploads.actions.store_document import drop_document, store_document
from uploads.actions.store_image import store_image, store_square
from uploads.actions.sweep_unused import sweep_unused
from uploads.actions.use_uploads import adopt_uploads, use_uploads
from uploads.pictures import Square, UploadRefused

__all__ = [
    "Square",
    "UploadRefused",
    "adopt_uploads",
    "drop_document",
    "forget_uploads",
    "store_document",
    "store_image",
    "store_square",
    "sweep_unused",
    "use_uploads",
]
