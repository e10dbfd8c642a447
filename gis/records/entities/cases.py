"""Cases, petitions and the monthly number of denunciations: the complaint side.

A *petition* (đơn) is not a *case* (vụ việc): official figures count cases, and one case may hold many petitions. A case
is about what an authority owes; it carries no names and no text. Denunciations are never rows: only a monthly count of
the whole province exists.
"""

from __future__ import annotations

from typing import Final

from gis.records.declaration import Entity, Field, choices
from gis.words import Label

CASE_CLASSES: Final = choices(
    complaint=("Khiếu nại", "Complaint"),
    proposal=("Kiến nghị", "Petition for action"),
    reflection=("Phản ánh", "Report"),
)
SUBJECTS: Final = choices(
    recovery=("Thu hồi đất", "Land recovery"),
    price=("Giá, đơn giá bồi thường", "Compensation price"),
    assets=("Bồi thường tài sản", "Compensation for assets"),
    support=("Hỗ trợ", "Support"),
    resettlement=("Tái định cư", "Resettlement"),
    land_origin=("Nguồn gốc, loại, diện tích đất", "Origin, kind, area of land"),
    service_land=("Đất dịch vụ", "Service land"),
    late_payment=("Chậm chi trả", "Late payment"),
    enforcement=("Cưỡng chế", "Enforcement"),
    infrastructure=("Hạ tầng khu tái định cư", "Infrastructure of resettlement areas"),
    other=("Khác", "Other"),
)
LEVELS: Final = choices(first=("Lần đầu", "First"), second=("Lần hai", "Second"))
OUTCOMES: Final = choices(
    right=("Đúng", "Upheld complaint"),
    partly=("Đúng một phần", "Partly right"),
    wrong=("Sai", "Not right"),
    upheld=("Giữ nguyên quyết định", "Decision kept"),
    amended=("Sửa quyết định", "Decision amended"),
    cancelled=("Hủy quyết định", "Decision cancelled"),
)
ENDS: Final = choices(
    withdrawn=("Rút đơn sau giải thích", "Withdrawn after explanation"),
    ended=("Đình chỉ", "Ended"),
    merged=("Nhập vào vụ việc khác", "Merged into another case"),
    forwarded=("Chuyển, hướng dẫn", "Forwarded, guided"),
)
PRECISIONS: Final = choices(hamlet=("Thôn, tổ dân phố", "Hamlet"), ward=("Xã, phường", "Ward"))
CHANNELS: Final = choices(
    in_person=("Trực tiếp", "In person"),
    post=("Bưu chính", "By post"),
    online=("Trực tuyến", "Online"),
    forwarded=("Cơ quan khác chuyển đến", "Forwarded by another body"),
)

CASE: Final = Entity(
    "case",
    Label("Vụ việc", "Case"),
    Label("Vụ việc", "Cases"),
    begins="received_on",
    order=(
        ("received_on", "accepted_on"),
        ("received_on", "ended_on"),
        ("accepted_on", "finding_on"),
        ("accepted_on", "decided_on"),
        ("decided_on", "effective_on"),
        ("effective_on", "executed_on"),
        ("suspended_on", "resumed_on"),
    ),
    fields=(
        Field("code", "code", Label("Mã vụ việc", "Case code"), required=True),
        Field(
            "national_code",
            "code",
            Label("Mã trên cơ sở dữ liệu quốc gia", "Code in the national database"),
            told="leaders",
        ),
        Field("case_class", "choice", Label("Loại vụ việc", "Class"), choices=CASE_CLASSES, required=True),
        Field("subject", "choice", Label("Nội dung", "Subject"), choices=SUBJECTS),
        Field("level", "choice", Label("Lần giải quyết", "Level"), choices=LEVELS),
        Field("project", "ref", Label("Mã dự án", "Project code"), refers_to="project"),
        Field("ward", "ref", Label("Mã xã, phường", "Ward code"), refers_to="area", required=True),
        Field(
            "precision",
            "choice",
            Label("Độ chính xác vị trí", "Precision of place"),
            choices=PRECISIONS,
            told="leaders",
        ),
        Field("hamlet", "text", Label("Thôn, tổ dân phố", "Hamlet"), told="leaders"),
        Field("longitude", "number", Label("Kinh độ thôn, tổ dân phố", "Longitude of the hamlet"), told="leaders"),
        Field("latitude", "number", Label("Vĩ độ thôn, tổ dân phố", "Latitude of the hamlet"), told="leaders"),
        Field("deciding_body", "text", Label("Cơ quan có thẩm quyền giải quyết", "Deciding body")),
        Field("preparing_unit", "text", Label("Đơn vị tham mưu", "Preparing unit")),
        Field("within_competence", "flag", Label("Thuộc thẩm quyền", "Within competence")),
        Field("complex", "flag", Label("Vụ việc phức tạp (theo thời hạn luật)", "Complex (for the legal limit)")),
        Field("remote", "flag", Label("Vùng sâu, vùng xa", "Remote area")),
        Field("regime", "text", Label("Pháp luật áp dụng từ ngày", "Legal regime of")),
        Field("people", "count", Label("Số người", "People"), minimum=1),
        Field("repeated", "flag", Label("Nhiều lần", "Repeated")),
        Field("above_level", "flag", Label("Vượt cấp", "Above level")),
        Field("received_on", "event", Label("Ngày tiếp nhận", "Received on")),
        Field("accepted_on", "event", Label("Ngày thụ lý", "Accepted on")),
        Field("finding_on", "event", Label("Ngày báo cáo kết quả xác minh", "Finding reported on")),
        Field(
            "finding_differs",
            "flag",
            Label("Kết quả xác minh khác yêu cầu", "Finding differs from the claim"),
            known_with="finding_on",
        ),
        Field("dialogue_on", "event", Label("Ngày đối thoại", "Dialogue on")),
        Field("decided_on", "event", Label("Ngày ban hành quyết định giải quyết", "Decided on")),
        Field("outcome", "choice", Label("Kết quả giải quyết", "Outcome"), choices=OUTCOMES, known_with="decided_on"),
        Field("effective_on", "event", Label("Ngày quyết định có hiệu lực", "In effect on")),
        Field("executed_on", "event", Label("Ngày thi hành xong", "Carried out on")),
        Field("suspended_on", "event", Label("Ngày tạm đình chỉ", "Suspended on")),
        Field("resumed_on", "event", Label("Ngày tiếp tục giải quyết", "Resumed on")),
        Field("ended_on", "event", Label("Ngày kết thúc không ra quyết định", "Ended without decision on")),
        Field(
            "end_reason", "choice", Label("Lý do kết thúc", "Reason of the end"), choices=ENDS, known_with="ended_on"
        ),
        Field("court_on", "event", Label("Ngày khởi kiện", "In court since")),
        Field("prolonged_on", "event", Label("Ngày xác định phức tạp, kéo dài", "Listed as complex and prolonged on")),
        Field(
            "prolonged",
            "flag",
            Label("Phức tạp, kéo dài (được xác định)", "Complex and prolonged (assigned)"),
            known_with="prolonged_on",
        ),
        Field(
            "prolonged_source",
            "text",
            Label("Văn bản xác định", "Source of that listing"),
            known_with="prolonged_on",
            told="officers",
        ),
    ),
)

PETITION: Final = Entity(
    "petition",
    Label("Đơn", "Petition"),
    Label("Đơn", "Petitions"),
    begins="received_on",
    fields=(
        Field("code", "code", Label("Mã đơn", "Petition code"), required=True),
        Field("case", "ref", Label("Mã vụ việc", "Case code"), refers_to="case"),
        Field("ward", "ref", Label("Mã xã, phường", "Ward code"), refers_to="area"),
        Field("received_on", "event", Label("Ngày nhận đơn", "Received on"), required=True),
        Field("channel", "choice", Label("Hình thức gửi", "Channel"), choices=CHANNELS),
    ),
)

DENUNCIATION_COUNT: Final = Entity(
    "denunciation_count",
    Label("Số tố cáo theo tháng", "Denunciations by month"),
    Label("Số tố cáo theo tháng", "Denunciations by month"),
    key=("month_end",),
    begins="month_end",
    fields=(
        Field("month_end", "event", Label("Ngày cuối tháng", "Last day of the month"), required=True),
        Field(
            "received",
            "count",
            Label("Số tố cáo tiếp nhận toàn thành phố", "Denunciations received, whole city"),
            minimum=0,
        ),
    ),
)

ENTITIES: Final = (CASE, PETITION, DENUNCIATION_COUNT)
