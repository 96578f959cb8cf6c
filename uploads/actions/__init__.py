from uploads.actions.delete_upload import delete_upload
from uploads.actions.forget_uploads import forget_uploads
from uploads.actions.store_document import drop_document, store_document
from uploads.actions.store_file import store_file, store_upload
from uploads.actions.store_image import store_image, store_square
from uploads.actions.store_received import store_received
from uploads.actions.sweep_unused import sweep_unused
from uploads.actions.use_uploads import adopt_uploads, use_uploads
from uploads.pictures import Square
from uploads.refusal import StorageAway, UploadRefused

__all__ = [
    "Square",
    "StorageAway",
    "UploadRefused",
    "adopt_uploads",
    "delete_upload",
    "drop_document",
    "forget_uploads",
    "store_document",
    "store_file",
    "store_image",
    "store_received",
    "store_square",
    "store_upload",
    "sweep_unused",
    "use_uploads",
]
