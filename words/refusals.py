"""What can't be done, where one sentence always says it."""

from domain.advisers import AlreadyServes
from domain.backups import NotEmpty
from domain.errors import DomainError, NotAllowed, NotFound, OldButton, Stale
from domain.imports.planning import DistrictUnknown
from domain.mingbairen import ReasonMissing
from domain.month_days import NotYetDue
from domain.months import ReopeningUnexplained
from domain.people import InvitationInvalid, LinkInvalid
from domain.photos import MOST_PHOTOS, TooManyPhotos
from domain.shortfalls import WaiverUnexplained
from domain.visits import (
    CrossesMidnight,
    EndsBeforeStart,
    InTheFuture,
    SendBackUnexplained,
    VisitChanged,
)
from domain.working_days import CalendarTableNoText
from words.change_errors import ALWAYS_OF_CHANGES

GENERAL = "这一步现在不能办理，什么都没有改动。请发送“帮助”查看可以做的事。"
ALWAYS: dict[type[DomainError], str] = {
    CalendarTableNoText: "这不是文本表格。请在 Excel 中另存为“CSV UTF-8（逗号分隔）(*.csv)”"
    "后再导入。",
    OldButton: "这个按钮已经过期了。请使用最新一条消息里的按钮，或发送“帮助”重新开始。",
    Stale: "这件事已经有人办过，或者刚刚有了变化。请重新打开列表查看最新情况。",
    VisitChanged: "这次服务刚才有了变动，您的答复没有写入。请重新打开，核对现在的内容。",
    NotAllowed: "这项操作不在您的权限范围内。如需办理，请联系街道工作人员或分管领导。",
    NotFound: "没有找到这一项，它可能已被撤回或改动。请重新打开列表查看。",
    TooManyPhotos: f"一次服务最多附{MOST_PHOTOS}张照片。请选另一次服务，或发送“取消”。",
    DistrictUnknown: "从表里看不出是哪个街道。请在标题里写明街道名称、填好网格编码，"
    "或用 --district 区划代码 --district-name 名称 写明。",
    InvitationInvalid: "邀请码不正确，或者已经用过、过期。"
    "请核对后再发一次，或请街道工作人员重新开一个。",
    LinkInvalid: "这个链接已经用过，或者超过24小时失效了。请向街道工作人员要一个新的链接。",
    EndsBeforeStart: "结束时间不在开始时间之后。请重新发送起止时间，例如“下午2点到4点半”。",
    InTheFuture: "这个时间还没有到，不能提前登记。请在服务结束后登记，或重新发送日期和时间。",
    CrossesMidnight: "这次服务跨过了零点。请按日期分成两次登记，前一次登记到24:00。",
    ReasonMissing: "请写明原因，例如“外出务工”；不办理请发送“取消”。",
    SendBackUnexplained: "请写明退回的原因，例如“当天没有来村”；不退回请发送“取消”。",
    WaiverUnexplained: "豁免必须写明理由，例如“整村拆迁，居民已全部搬离”；不豁免请发送“取消”。",
    ReopeningUnexplained: "重开月份必须写明理由，例如“漏报后塘村10月20日的讲座”；"
    "不重开请发送“取消”。",
    AlreadyServes: "这个村(社区)从那天起已经由这位法律顾问负责，不需要更换。",
    NotEmpty: "数据库里已有数据，没有恢复。请先把 SHAODIAN_DATABASE_URL 指向一个空的数据库。",
    **ALWAYS_OF_CHANGES,
    NotYetDue: "这一期还没有到时间，不能提前运行。",
}

METRICS_REFUSED = "只有本机，或带着 SHAODIAN_METRICS_TOKEN 口令的，才能看。"
