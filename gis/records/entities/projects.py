"""Projects, their wards, plans, household files and resettlement sites: the clearance side.

A *plan* (phương án, by *đợt*) stands between a project and its household files: approval and payment go by plan and
ward, so a large project has many approval days. A *household file* (hồ sơ) carries one day per milestone and no status:
"paid but not handed over" is common and no step is derived from another.
"""

from __future__ import annotations

from typing import Final

from gis.records.declaration import Entity, Field, choices
from gis.words import Label

PROJECT_KINDS: Final = choices(
    transport=("Giao thông", "Transport"),
    housing=("Khu đô thị, nhà ở", "Urban area, housing"),
    land_auction=("Đấu giá quyền sử dụng đất", "Land-use auction"),
    resettlement=("Khu tái định cư", "Resettlement area"),
    school=("Giáo dục", "Education"),
    health=("Y tế", "Health"),
    industry=("Cụm, khu công nghiệp", "Industrial zone"),
    commerce=("Thương mại, dịch vụ", "Commerce, services"),
    irrigation=("Thủy lợi, đê điều", "Irrigation, dikes"),
    energy=("Năng lượng", "Energy"),
    culture=("Văn hóa, thể thao", "Culture, sport"),
    park=("Công viên, cây xanh", "Parks"),
    cemetery=("Nghĩa trang", "Cemetery"),
    defence=("Quốc phòng, an ninh", "Defence, security"),
    office=("Trụ sở cơ quan", "Public offices"),
    waste=("Xử lý chất thải", "Waste treatment"),
    other=("Khác", "Other"),
)
FUNDINGS: Final = choices(
    budget=("Vốn ngân sách", "State budget"),
    non_budget=("Vốn ngoài ngân sách", "Non-budget capital"),
    mixed=("Hỗn hợp", "Mixed"),
)
LAND_KINDS: Final = choices(
    farm=("Đất nông nghiệp", "Farm land"),
    residential=("Đất ở", "Residential land"),
    other=("Đất phi nông nghiệp khác", "Other non-farm land"),
)
OBSTACLES: Final = choices(
    disagrees_price=("Không đồng ý giá", "Disagrees on price"),
    land_origin=("Vướng nguồn gốc đất", "Origin of land unclear"),
    dispute=("Tranh chấp", "Dispute"),
    mortgage=("Thế chấp", "Mortgage"),
    inheritance=("Thừa kế", "Inheritance"),
    absent=("Vắng chủ", "Owner absent"),
    refuses_money=("Không nhận tiền", "Does not take the money"),
)

_PROJECT: Final = Field("project", "ref", Label("Mã dự án", "Project code"), refers_to="project", required=True)
_WARD: Final = Field("ward", "ref", Label("Mã xã, phường", "Ward code"), refers_to="area", required=True)

PROJECT: Final = Entity(
    "project",
    Label("Dự án", "Project"),
    Label("Dự án", "Projects"),
    begins="announced_on",
    fields=(
        Field("code", "code", Label("Mã dự án", "Project code"), required=True),
        Field("name", "text", Label("Tên dự án", "Project name"), required=True),
        Field("kind", "choice", Label("Loại dự án", "Kind"), choices=PROJECT_KINDS),
        Field(
            "purpose",
            "text",
            Label("Mục đích sử dụng đất", "Purpose"),
            note=Label("như văn bản ghi", "as the source words it"),
        ),
        Field("key_project", "flag", Label("Công trình trọng điểm", "Key project")),
        Field("funding", "choice", Label("Nguồn vốn", "Funding"), choices=FUNDINGS),
        Field("investor", "text", Label("Chủ đầu tư", "Investor")),
        Field("agency", "text", Label("Cơ quan đăng ký", "Registering agency")),
        Field("compensating_unit", "text", Label("Đơn vị thực hiện bồi thường", "Compensating unit")),
        Field("regime", "text", Label("Pháp luật áp dụng từ ngày", "Legal regime of")),
        Field("coefficient", "number", Label("Hệ số bồi thường về đất", "Land-compensation coefficient"), minimum=0),
        Field("area", "hectares", Label("Diện tích dự án (ha)", "Project area (ha)"), minimum=0),
        Field("recover_area", "hectares", Label("Diện tích thu hồi (ha)", "Area to recover (ha)"), minimum=0),
        Field("announced_on", "event", Label("Ngày công bố dự án", "Announced on")),
        Field("planned_start", "plan", Label("Dự kiến bắt đầu", "Planned start")),
        Field("planned_finish", "plan", Label("Dự kiến hoàn thành giải phóng mặt bằng", "Planned end of clearance")),
        Field("footprint", "shape", Label("Ranh giới, tuyến", "Footprint")),
    ),
)

PROJECT_WARD: Final = Entity(
    "project_ward",
    Label("Dự án theo xã, phường", "Project in a ward"),
    Label("Dự án theo xã, phường", "Projects by ward"),
    key=("project", "ward"),
    begins="announced_on",
    fields=(
        _PROJECT,
        _WARD,
        Field("announced_on", "event", Label("Ngày công bố dự án", "Announced on")),
        Field(
            "area", "hectares", Label("Diện tích dự án tại xã, phường (ha)", "Project area in the ward (ha)"), minimum=0
        ),
        Field("recover_area", "hectares", Label("Diện tích thu hồi (ha)", "Area to recover (ha)"), minimum=0),
    ),
)

PLAN: Final = Entity(
    "plan",
    Label("Phương án bồi thường", "Compensation plan"),
    Label("Phương án bồi thường", "Compensation plans"),
    begins="notified_on",
    order=(
        ("notified_on", "inventoried_on"),
        ("inventoried_on", "posted_on"),
        ("posted_on", "opinions_on"),
        ("posted_on", "approved_on"),
        ("approved_on", "effective_on"),
    ),
    fields=(
        Field("code", "code", Label("Mã phương án", "Plan code"), required=True),
        _PROJECT,
        _WARD,
        Field("round", "count", Label("Đợt", "Round"), minimum=1),
        Field("households", "count", Label("Số hộ", "Households"), minimum=0, known_with="inventoried_on"),
        Field("area", "hectares", Label("Diện tích thu hồi (ha)", "Area to recover (ha)"), minimum=0),
        Field("notified_on", "event", Label("Ngày thông báo thu hồi đất", "Recovery notified on")),
        Field("inventoried_on", "event", Label("Ngày kiểm đếm xong", "Inventoried on")),
        Field("drafted_on", "event", Label("Ngày lập phương án", "Plan drafted on")),
        Field("posted_on", "event", Label("Ngày niêm yết", "Posted on")),
        Field("opinions_on", "event", Label("Ngày lấy xong ý kiến", "Opinions gathered on")),
        Field(
            "disagreed",
            "flag",
            Label("Còn ý kiến không đồng ý", "Some disagree"),
            known_with="opinions_on",
        ),
        Field("dialogue_on", "event", Label("Ngày đối thoại phương án", "Plan dialogue on")),
        Field("appraised_on", "event", Label("Ngày thẩm định", "Appraised on")),
        Field("approved_on", "event", Label("Ngày phê duyệt phương án", "Approved on")),
        Field("effective_on", "event", Label("Ngày quyết định có hiệu lực", "In effect on")),
        Field("decision_on", "event", Label("Ngày quyết định thu hồi đất", "Recovery decided on")),
        Field(
            "approved_sum",
            "money",
            Label("Số tiền phê duyệt (đồng)", "Sum approved (VND)"),
            minimum=0,
            known_with="approved_on",
        ),
        Field(
            "coefficient",
            "number",
            Label("Hệ số bồi thường về đất", "Land-compensation coefficient"),
            minimum=0,
            known_with="approved_on",
        ),
        Field("planned_payment", "plan", Label("Dự kiến chi trả", "Planned payment")),
        Field("planned_handover", "plan", Label("Dự kiến bàn giao", "Planned hand-over")),
    ),
)

_MINUTED: Final = Label("ngày của biên bản vận động", "the day of its minutes")

HOUSEHOLD_FILE: Final = Entity(
    "household_file",
    Label("Hồ sơ hộ", "Household file"),
    Label("Hồ sơ hộ", "Household files"),
    begins="notified_on",
    order=(
        ("notified_on", "inventoried_on"),
        ("inventoried_on", "approved_on"),
        ("approved_on", "effective_on"),
        ("approved_on", "paid_on"),
        ("lot_drawn_on", "resettled_on"),
    ),
    fields=(
        Field("code", "code", Label("Mã hồ sơ", "File code"), required=True),
        _PROJECT,
        Field("plan", "ref", Label("Mã phương án", "Plan code"), refers_to="plan"),
        _WARD,
        Field("land_kind", "choice", Label("Loại đất", "Land kind"), choices=LAND_KINDS),
        Field("area", "square_metres", Label("Diện tích thu hồi (m²)", "Area to recover (m²)"), minimum=0),
        Field("notified_on", "event", Label("Ngày thông báo thu hồi đất", "Recovery notified on")),
        Field(
            "inventory_persuasion_on",
            "event",
            Label("Ngày vận động trước kiểm đếm bắt buộc", "Persuasion before a compulsory inventory on"),
            note=_MINUTED,
        ),
        Field("compulsory_inventory_on", "event", Label("Ngày kiểm đếm bắt buộc", "Compulsory inventory on")),
        Field("inventoried_on", "event", Label("Ngày kiểm đếm", "Inventoried on")),
        Field("origin_on", "event", Label("Ngày xác nhận nguồn gốc đất", "Origin of land confirmed on")),
        Field("approved_on", "event", Label("Ngày phê duyệt phương án", "Plan approved on")),
        Field("effective_on", "event", Label("Ngày quyết định có hiệu lực", "In effect on")),
        Field("paid_on", "event", Label("Ngày chi trả", "Paid on")),
        Field("deposited_on", "event", Label("Ngày gửi tiền vào tài khoản tạm giữ", "Deposited on")),
        Field("decision_on", "event", Label("Ngày quyết định thu hồi đất", "Recovery decided on")),
        Field("persuasion_on", "event", Label("Ngày vận động, thuyết phục", "Persuasion on"), note=_MINUTED),
        Field("handed_over_on", "event", Label("Ngày bàn giao mặt bằng", "Handed over on")),
        Field("enforced_on", "event", Label("Ngày cưỡng chế", "Enforced on")),
        Field(
            "approved_sum",
            "money",
            Label("Số tiền phê duyệt (đồng)", "Sum approved (VND)"),
            minimum=0,
            known_with="approved_on",
        ),
        Field(
            "paid_sum", "money", Label("Số tiền đã chi trả (đồng)", "Sum paid (VND)"), minimum=0, known_with="paid_on"
        ),
        Field("obstacle_on", "event", Label("Ngày ghi nhận vướng mắc", "Obstacle noted on")),
        Field("obstacle", "choice", Label("Vướng mắc", "Obstacle"), choices=OBSTACLES, known_with="obstacle_on"),
        Field("cleared_on", "event", Label("Ngày tháo gỡ vướng mắc", "Obstacle cleared on")),
        Field(
            "resettlement_need",
            "flag",
            Label("Có nhu cầu tái định cư", "Needs resettlement"),
            known_with="inventoried_on",
        ),
        Field("lot_drawn_on", "event", Label("Ngày bốc thăm", "Lot drawn on")),
        Field("resettled_on", "event", Label("Ngày nhận đất, nhà tái định cư", "Resettled on")),
        Field(
            "site",
            "ref",
            Label("Mã khu tái định cư", "Site code"),
            refers_to="resettlement_site",
            known_with="lot_drawn_on",
        ),
    ),
)

RESETTLEMENT_SITE: Final = Entity(
    "resettlement_site",
    Label("Khu tái định cư", "Resettlement site"),
    Label("Khu tái định cư", "Resettlement sites"),
    begins="started_on",
    order=(("started_on", "infrastructure_on"),),
    fields=(
        Field("code", "code", Label("Mã khu tái định cư", "Site code"), required=True),
        Field("name", "text", Label("Tên khu tái định cư", "Site name"), required=True),
        Field("project", "ref", Label("Phục vụ dự án", "Serves project"), refers_to="project"),
        _WARD,
        Field("capacity", "count", Label("Số suất (lô, căn)", "Lots and flats"), minimum=0),
        Field("allocated", "count", Label("Đã bố trí", "Allocated"), minimum=0, known_with="infrastructure_on"),
        Field("started_on", "event", Label("Ngày khởi công", "Started on")),
        Field("planned_infrastructure", "plan", Label("Dự kiến xong hạ tầng", "Infrastructure planned for")),
        Field("infrastructure_on", "event", Label("Ngày xong hạ tầng", "Infrastructure done on")),
        Field("location", "shape", Label("Vị trí", "Location")),
    ),
)

ENTITIES: Final = (PROJECT, PROJECT_WARD, PLAN, HOUSEHOLD_FILE, RESETTLEMENT_SITE)
