"""What is said of an import: of a file that is no workbook, and of one change."""

from domain.imports.changes import ImportChange, RecordKind, Verb
from domain.imports.sheet import WrongFile

REPORT = "导入核对清单.xlsx"
BY_A_TABLE = "导入了基础表"
"""Why an appointment or a place has changed, to those concerned."""

KIND_LABELS = {
    RecordKind.DISTRICT: "区划",
    RecordKind.VILLAGE: "村（社区）",
    RecordKind.GRID: "网格",
    RecordKind.ADVISER: "法律顾问",
    RecordKind.ASSIGNMENT: "聘任",
    RecordKind.GRID_WORKER: "网格员",
    RecordKind.MINGBAIREN: "法律明白人",
}

VERB_LABELS = {Verb.ADD: "新增", Verb.CHANGE: "变更", Verb.RENAME: "改名", Verb.END: "终止"}

WRONG_FILE = {
    WrongFile.EMPTY: "文件是空的，请重新选择文件。",
    WrongFile.OLD_EXCEL: "这是旧版 Excel 或 WPS 文件，请在 Excel 或 WPS 中另存为 .xlsx 后再导入。",
    WrongFile.STRICT: "这是“Strict Open XML 电子表格”，请用 Excel 打开，"
    "另存为“Excel 工作簿(*.xlsx)”后再导入。",
    WrongFile.BINARY_EXCEL: "这是 .xlsb 格式的工作簿，请另存为 .xlsx 后再导入。",
    WrongFile.LOCKED: "工作簿设了打开密码，请取消密码后再导入。",
    WrongFile.TEXT: "这是文本或网页文件，只是改了扩展名，请用 Excel 打开并另存为 .xlsx 后再导入。",
    WrongFile.OTHER: "这不是 Excel 工作簿，请选择 .xlsx 文件。",
    WrongFile.DAMAGED: "工作簿已损坏，打不开，请用 Excel 打开并另存一份后再导入。",
    WrongFile.TOO_LARGE: "工作簿太大（上限 20 MB、20 万行），请只保留要导入的工作表。",
}


def change_words(change: ImportChange) -> str:
    """`后塘村：类别 行政村 → 社区`."""
    parts = (
        f"{name} {change.before.get(name) or '无'} → {change.after.get(name) or '无'}"
        for name in dict.fromkeys([*change.before, *change.after])
    )
    return f"{change.label}：{'，'.join(parts)}"
