from uploads.models.upload import Upload
from uploads.models.upload_use import UploadUse

__all__ = ["Upload", "UploadUse"]
