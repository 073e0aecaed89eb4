"""What stands beside a name, or looks like one: Chinese puts no space between words."""

_SURNAMES = (
    "欧阳 司马 上官 诸葛 皇甫 令狐 东方 西门 南宫 夏侯 尉迟 慕容 公孙 长孙 宇文 司徒 司空 "
    "轩辕 端木 百里 东郭 申屠 太史 闻人 钟离 澹台 呼延 鲜于 闾丘 濮阳 淳于 单于"
)
COMPOUND_SURNAMES = frozenset(_SURNAMES.split())

ENDS_A_NAME = frozenset(
    "华亮强军丽芳敏静伟杰涛磊洋艳勇娟超秀霞平刚桂英兰玉萍红鹏飞波斌宇浩凯健俊帆雪荣琴云洁莉辉建"
    "玲珍梅琳雷峰龙阳晨辰轩涵怡婷瑶颖佳欣倩春福祥贵林森海江河山松柏清新民国庆文武才德义忠诚信仁智"
)
"""Characters with which a given name of two commonly ends."""

_AFTER_A_NAME = (
    "建议 建成 建立 建档 建好 强调 平时 平常 平安 超时 超过 超期 健康 红色 红包 新的 新增 "
    "新任 新近 清理 清楚 清明 国庆 国家 文书 文件 文化 文明 民族 民事 民法 民警 信访 信息 "
    "信用 诚恳 智能 林业 海边 海南 云南 江苏 江西 江边 山东 山西 河南 河北 河边 春节 春天 "
    "春耕 晨会 敏感 静坐 勇于 飞往 玉米 福利 忠于 才能 才来 才到 才开 才去 才登 才办 才把 "
    "才有 才是 义务 辉煌 军人 英语 雪天 雷雨 阳历 仁和 德法"
)
BEGINS_A_WORD = frozenset(_AFTER_A_NAME.split())
"""Words that follow a name and begin like one that goes on."""

_BOTH = (
    "文明 平安 安全 和平 高兴 向阳 高山 高峰 江河 安宁 康乐 常青 白云 成功 成长 石头 温暖 "
    "方向 方便 明白 周到 周末 周边 周期 国庆 建国 建设 金融 时间 时常 应当 任务 项目 解决 "
    "党员 强化 成员 路线 花园 白天 向上 安心 关心 关爱 平台 平时 全面 全部 水利 元旦"
)
ALSO_WORDS = frozenset(_BOTH.split())
"""Names that are words besides: a text with 平安村 is not about 平安."""
