from uploads.models.document import Document
from uploads.models.upload import Upload
from uploads.models.upload_use import UploadUse

__all__ = ["Document", "Upload", "UploadUse"]
