from uploads.models.document import Document
from uploads.models.meter import Meter
from uploads.models.removal import Removal
from uploads.models.upload import Upload
from uploads.models.upload_use import UploadUse

__all__ = ["Document", "Meter", "Removal", "Upload", "UploadUse"]
