"""Makes the workbooks of this folder: python3 make.py, with openpyxl, xlsxwriter, xlwt and odfpy.

Each library writes its format in its own way, which is the reason to use several. All content is made up. Names as
arguments make only these, the others stay as they are: python3 make.py flags. What is written to the folder above is
read by the tests `tables/NAME`.
"""

import datetime
import pathlib
import sys

import openpyxl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableColumnProperties, TableProperties, TableRowProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow, TableRowGroup
from odf.text import P

HERE = pathlib.Path(__file__).resolve().parent
TABLES = HERE.parent
DAY = datetime.date(2018, 10, 14)
TIME = datetime.datetime(2018, 10, 14, 10, 30)


def districts():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Districts"
    sheet["B3"] = "District"
    sheet["C3"] = "Population"
    sheet["C4"] = "men"
    sheet["D4"] = "women"
    sheet["E3"] = "Since"
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("C3:D3")
    sheet.merge_cells("E3:E4")
    sheet["B5"], sheet["C5"], sheet["D5"], sheet["E5"] = "Aldra ", 512.7000000000001, 717, DAY
    sheet["B8"], sheet["C8"], sheet["D8"], sheet["E8"] = "Bost\nUpper", 0.1 + 0.2, 123456789012, TIME
    sheet["F5"], sheet["F8"] = 42, 12.3456
    sheet["F5"].number_format = "00000"
    sheet["F8"].number_format = "0.0"
    sheet["G5"], sheet["G8"] = 0.125, True
    sheet["G5"].number_format = "0.0%"
    sheet["H5"], sheet["H8"] = "=C5+D5", "#DIV/0!"
    sheet["I5"], sheet["I8"] = "007", DAY
    sheet["I8"].number_format = "mmm yyyy"
    # Formatted, but empty.
    sheet["Z900"].number_format = "0.00"
    hidden = book.create_sheet("Notes")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "a & b <c>"
    book.create_sheet("Empty")
    book.save(HERE / "districts.xlsx")


def formulas():
    book = xlsxwriter.Workbook(HERE / "formulas.xlsx")
    sheet = book.add_worksheet("Sums")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_formula("A1", "=1+1", None, 2)
    sheet.write_formula("B1", '="a"&"b"', None, "ab")
    sheet.write_formula("C1", "=DATE(2018,10,14)", day, 43387)
    sheet.write_formula("D1", "=1/0", None, "#DIV/0!")
    sheet.write_formula("E1", "=TRUE()", None, True)
    sheet.write_rich_string("A2", "Upper ", book.add_format({"bold": True}), "Bost")
    sheet.write_string("XFD1048576", "far")
    book.close()
    book = xlsxwriter.Workbook(HERE / "dates_1904.xlsx", {"date_1904": True, "constant_memory": True})
    sheet = book.add_worksheet("Days")
    sheet.write_string("A1", "in line")
    sheet.write_datetime("B1", TIME, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    sheet.write_datetime("C1", TIME, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()


def old():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Районы")
    style = lambda code: xlwt.easyxf(num_format_str=code)
    sheet.write_merge(1, 2, 1, 1, "Район")
    sheet.write_merge(1, 1, 2, 3, "Население")
    sheet.write(2, 2, "мужчины")
    sheet.write(2, 3, "женщины")
    sheet.write(3, 1, "Алдра")
    sheet.write(3, 2, 512.7000000000001)
    sheet.write(3, 3, 717)
    sheet.write(3, 4, DAY, style("DD.MM.YYYY"))
    sheet.write(3, 5, 42, style("00000"))
    sheet.write(3, 6, 0.125, style("0.0%"))
    sheet.write(5, 1, True)
    sheet.write(5, 2, xlwt.Formula("1+1"))
    sheet.write(5, 3, TIME, style("YYYY-MM-DD HH:MM"))
    sheet.write(5, 4, 308.96)
    sheet.write(5, 5, -3)
    # More than a record of texts.
    for n in range(300):
        sheet.write(6 + n, 0, f"Text {n} " + ("ж" if n % 2 else "z") * 40)
    hidden = book.add_sheet("Hidden")
    hidden.visibility = 1
    hidden.write(0, 0, "x")
    book.save(str(HERE / "old.xls"))


def office():
    document = OpenDocumentSpreadsheet()
    style = Style(name="hidden", family="table")
    style.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(style)
    table = Table(name="Districts")

    def row(*cells, repeated=None):
        row = TableRow(numberrowsrepeated=repeated) if repeated else TableRow()
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)

    def cell(words=None, covered=False, **attributes):
        made = (CoveredTableCell if covered else TableCell)(**attributes)
        if words is not None:
            made.addElement(P(text=words))
        return made

    row(cell(numbercolumnsrepeated=1024), repeated=2)
    row(
        cell(),
        cell("District", valuetype="string", numberrowsspanned=2, numbercolumnsspanned=1),
        cell("Population", valuetype="string", numbercolumnsspanned=2, numberrowsspanned=1),
        cell(covered=True),
    )
    row(cell(), cell(covered=True), cell("men", valuetype="string"), cell("women", valuetype="string"))
    row(
        cell(),
        cell("Aldra", valuetype="string"),
        cell("512,70", valuetype="float", value="512.7000000000001"),
        cell("717", valuetype="float", value="717"),
        cell("14.10.2018", valuetype="date", datevalue="2018-10-14"),
        cell("00042", valuetype="float", value="42"),
        cell("12,5 %", valuetype="percentage", value="0.125"),
        cell("1229,7", valuetype="float", value="1229.7", formula="of:=[.C5]+[.D5]"),
    )
    row(
        cell(),
        cell("same", valuetype="string", numbercolumnsrepeated=2),
        cell("#DIV/0!", valuetype="string", formula="of:=1/0"),
        cell("14.10.2018 10:30", valuetype="date", datevalue="2018-10-14T10:30:00"),
        cell("TRUE", valuetype="boolean", booleanvalue="true"),
        repeated=2,
    )
    row(cell(numbercolumnsrepeated=1024), repeated=1048569)
    document.spreadsheet.addElement(table)
    table = Table(name="Notes", stylename="hidden")
    row(cell("x", valuetype="string"))
    document.spreadsheet.addElement(table)
    document.save(str(HERE / "office.ods"))


def fill(sheet, rows):
    for row in rows:
        sheet.append(row)


def cover_sheet():
    """A national office: a cover, titles, a head of two lines with merged cells, a numbered row, groups, totals, notes."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "Deckblatt"
    fill(cover, [[], [None, "Kreise und kreisfreie Städte"], [None, "Stand: 31.12.2019"], [], [None, "© Amt, erfunden"]])
    sheet = book.create_sheet("Kreise")
    fill(
        sheet,
        [
            ["Kreise nach Fläche und Bevölkerung am 31.12.2019"],
            ["Erfundene Angaben"],
            [],
            ["Schlüssel-\nnummer", "Art", "Kreisfreie Stadt\nKreis", "NUTS3", "Fläche in km² 1)", "Bevölkerung 2)", None, None],
            [None, None, None, None, None, "insgesamt", "männlich", "je km²"],
            [1, 2, 3, 4, 5, 6, 7, 8],
            [],
            ["01", "Oberland"],
            ["01001", "Kreisfreie Stadt", "Oberthal, Stadt", "XO101", 53.02, 90164, 44599, 1701],
            ["01051", "Landkreis", "Waldkreis", "XO102", 1428.1299999999999, 133193, 65000, 93],
            ["01", "Oberland insgesamt", None, None, 1481.15, 223357, 109599, 151],
            ["02", "Unterland"],
            ["02000", "Kreisfreie Stadt", "Niederthal", "XU200", "755,09", 1847253, 904176, 2446],
            ["02001", "Landkreis", "Höhenkreis (Oberthal)", "XU201", 569.39, "-", None, None],
            ["02", "Unterland insgesamt", None, None, 1324.48, 1847253, 904176, 1395],
            [],
            ["Insgesamt", None, None, None, 2805.63, 2070610, 1013775, 738],
            [],
            ["1) Ohne Gewässer."],
            ["2) Ergebnisse der Fortschreibung."],
        ],
    )
    for cells in ["A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:E5", "F4:H4"]:
        sheet.merge_cells(cells)
    book.create_sheet("Impressum")["A1"] = "Erfunden"
    book.save(TABLES / "cover-sheet.xlsx")


def bilingual_heads():
    """Heads of four lines in two languages, names in two columns, `х` and `…` for what there is not."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "6"
    fill(
        sheet,
        [
            ["1. Чисельність населення за областями"],
            ["     Population by regions"],
            [None, None, None, None, None, None, "(на 1 січня 2022 / as of January 1, 2022)"],
            [None, "Населення, осіб ", None, None, "Питома вага населення, %", None, None],
            [None, "Population, persons", None, None, "Share of the population, %", None, None],
            [None, "усього ", "  міське  ", "сільське ", "міського ", "сільського ", None],
            [None, "total", "urban", " rural", " urban", "rural", None],
            [],
            ["Долинія", 41335, 28708, 12627, 69.5, 30.5, "Valeland"],
            [],
            ["                Верхня Долина", "…", "…", "…", "…", "…", "Upper Dale"],
            ["Нижня Долина", 1509, 788, 721, 52.2, 47.8, "Lower Dale"],
            ["Кам’янська", 1021, 530.0000000001, 491, 51.9, 48.1, "Kamin"],
            ["м.Джерело", 2952, 2952, "х", 100, "х", "Dzherelo city"],
        ],
    )
    for cells in ["A4:A7", "B4:D4", "B5:D5", "E4:F4", "E5:F5", "G4:G7", "A1:G1", "A2:G2"]:
        sheet.merge_cells(cells)
    book.save(TABLES / "bilingual-heads.xlsx")


def flags():
    """A flag for each period, dates of a workbook, the noise of binary fractions, a misspelt head."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Аркуш2"
    day = datetime.datetime
    fill(
        sheet,
        [
            ["oblast", "type", "hromada", "deoccupied_april", "deoccupied_sep_oct", "hromada_code", "lat_center", "lon_center", "area", "occipied_before_2022", "population_2022", "urban_pct", "creation_date"],
            ["Верхня", "селищна", "Джерельна", 1, None, "XA01020000070006", 49.1927696, 28.3720314, 512.7, 0, 9361, 0.957580419111137, day(2018, 10, 14)],
            ["Верхня", "міська", "Лугова", None, 1, "XA01020000070007", 49.2320162, 28.467975, 281, 0, 387439, 0, day(2017, 8, 20)],
            ["Верхня", "сільська", "Степова", None, None, "XA01020000070008", 49.1117881, 28.6889425, 373.50000000000006, 1, 17127, 0.1 + 0.2, day(2016, 10, 9)],
            ["Нижня", "міська", "Лугова", 0, 0, "XA01020000070009", 49.0933696, 28.338343, 244.5, 0, 0, None, "2020-08"],
        ],
    )
    for row in range(2, 6):
        sheet[f"M{row}"].number_format = "dd.mm.yyyy"
    book.save(TABLES / "flags.xlsx")


def sheet_a_year():
    """A sheet for each year, sums as formulas with their stored values, a text among the numbers."""
    book = xlsxwriter.Workbook(TABLES / "sheet-a-year.xlsx")
    for year, cases in [("2017", [[33, 157, None, 172], [31, 29, None, 5], "this is a lake", [10, 20, 1, 95]]), ("2016", [[None, 7, None, None], [None] * 4, "this is a lake", [1, 2, 3, 4]])]:
        sheet = book.add_worksheet(year)
        sheet.write_string("C1", "number of cases")
        sheet.write_row("A2", ["id", "name", "criminal", "civil", "economic", "administrative", "Total"])
        for n, (name, found) in enumerate(zip(["Верхний район", "Нижний район", "оз. Синее", "г. Камень"], cases)):
            sheet.write_row(n + 2, 0, [n + 1, name])
            if isinstance(found, str):
                sheet.write_string(n + 2, 2, found)
                continue
            sheet.write_row(n + 2, 2, found)
            total = sum(number or 0 for number in found)
            sheet.write_formula(n + 2, 6, f"=SUM(C{n + 3}:F{n + 3})", None, total)
    book.close()


def old_codes():
    """A register as an office still gives it out: XLS, codes as texts and one as a number, heads that need the manual."""
    book = xlwt.Workbook(encoding="cp1251")
    sheet = book.add_sheet("Ek_obst")
    rows = [
        ["obstina", "ekatte", "name", "category", "document"],
        ["VAL01", "00084", "Горна Долина", "4", "1608"],
        ["VAL02", "00151", "Долна Долина ", "2", "1608"],
        ["SHR26", "87374", "Камен бряг", "1", "1608"],
        ["SHR27", 504, "Извор", "3", "1608"],
    ]
    for n, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(n, column, value)
    book.save(str(TABLES / "old-codes.xls"))


def linked_places():
    """The delimited Linked Places Format in a workbook, with instructions below the data and on another sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Template"
    fill(
        sheet,
        [
            ["id", "title", "title_source", "start", "attestation_year", "fclasses", "end", "title_uri", "ccodes", "variants", "types", "aat_types", "matches", "lon", "lat", "geowkt", "geo_source", "geo_id", "description"],
            ["9_1", "Oberburg", "Chronik", "1480", None, "P;S", "1491", None, "VL", "Overburg; Горный", "town; castle", "300008375; 300008063", None, None, None, "POINT(19.0379760003 54.0397)", None, None, None],
            ["9_2", "Niederburg", "Chronik", "1480", None, "P", "1479", None, "VL", None, "town", "300008375", None, None, None, None, None, None, None],
            [10, "Kuta Baru", "Invented", None, 1800, "P;S", None, None, "VL", None, "mine; settlement", "300000390; 300008347", "gn:9900001; wd:Q99000001", 112.9, -2.53, None, None, None, "a mine"],
            [11, "Kuta Lama", "Invented", "1800", 1800, "P", None, None, "VL", None, None, None, None, 112.9, None, None, None, None, None],
            [],
            [],
            ["INSTRUCTIONS"],
            ["1. Replace the rows above with your own."],
            ["2. Save the sheet as TSV."],
        ],
    )
    guide = book.create_sheet("Format Guide")
    fill(guide, [["How the columns are filled"], [], ["id", None, "your own identifier"], ["title", None, "the name"]])
    book.save(TABLES / "lp-tsv.xlsx")


def office_districts():
    """A sheet of LibreOffice: repeated cells, a date, a percentage, an empty sheet beside it."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Районы")
    rows = [
        [("Район",), ("Area (ha)",), ("Основан",), ("Доля",), ("Население 2019",)],
        [("Верхний Дол",), ("512,70", "float", "512.7000000000001"), ("14.10.1928", "date", "1928-10-14"), ("12,5 %", "percentage", "0.125"), ("1 200", "float", "1200")],
        [("Нижний Дол",), ("717", "float", "717"), ("1931",), ("50 %", "percentage", "0.5"), ("-",)],
        [("Прибрежный",), ("1.090,5",), ("32.10.1928",), ("", None, None), ("1 200", "float", "1200")],
    ]
    for cells in rows:
        row = TableRow()
        for words, kind, value in [(cell + ("string", None))[:3] for cell in cells]:
            attributes = {"valuetype": kind} if kind else {}
            if value is not None:
                attributes["datevalue" if kind == "date" else "value"] = value
            made = TableCell(**attributes)
            if words:
                made.addElement(P(text=words))
            row.addElement(made)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.spreadsheet.addElement(Table(name="Лист2"))
    document.save(str(TABLES / "office-districts.ods"))


def not_shown():
    """What a sheet does not show: digits, a row, a column, another sheet; formulas that give numbers and texts."""
    book = xlsxwriter.Workbook(TABLES / "not-shown.xlsx")
    sheet = book.add_worksheet("Bezirke")
    whole = book.add_format({"num_format": "#,##0"})
    share = book.add_format({"num_format": "0%"})
    sheet.write_row("A1", ["name", "code", "area km2", "urban, %", "population", "seat"])
    for n, (name, code, area, urban, people, seat) in enumerate(
        [
            ("Upper Dale", "01", 1090.6, 0.125, 1200, "Stone"),
            ("Lower Dale", "02", 717, 0.5, 3400, ""),
            ("Far Dale", "03", 512.7000000000001, 0.25, 5600, "Ford"),
            ("Old Dale", "04", 12.25, 1, 7800, "Mill"),
        ]
    ):
        sheet.write_row(n + 1, 0, [name, code])
        sheet.write_number(n + 1, 2, area, whole)
        sheet.write_number(n + 1, 3, urban, share)
        sheet.write_formula(n + 1, 4, f"={people}*1", None, people)
        if seat:
            sheet.write_formula(n + 1, 5, f'=""&"{seat}"', None, seat)
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column("B:B", None, None, {"hidden": True})
    notes = book.add_worksheet("Rohdaten")
    notes.write_row("A1", ["name", "area km2"])
    notes.write_row("A2", ["Upper Dale", 5])
    notes.hide()
    book.close()


def not_computed():
    """Formulas of a program that computes nothing, and errors, on a hidden sheet beside an empty one."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Data")
    fill(
        sheet,
        [["name", "area km2", "founded"], ["Upper Dale", "=1090+1", 1926], ["=A2", 717, 1930], ["Far Dale", 512.7, "=C3"], ["Old Dale", "#DIV/0!", "#N/A"], ["#REF!", 7, 1931]],
    )
    sheet.sheet_state = "hidden"
    book.save(TABLES / "not-computed.xlsx")


def filtered():
    """Rows that a filter hides and a column that a person hid, in the two other formats."""
    rows = [("name", "code", "population"), ("Upper Dale", "01", 1200), ("Lower Dale", "02", 3400), ("Far Dale", "03", 5600)]
    document = OpenDocumentSpreadsheet()
    table = Table(name="Districts")
    for visibility in ["visible", "collapse", "visible"]:
        table.addElement(TableColumn(visibility=visibility))
    for n, cells in enumerate(rows):
        row = TableRow(visibility="filter" if n == 2 else "visible")
        for cell in cells:
            if isinstance(cell, int):
                made = TableCell(valuetype="float", value=str(cell + 0.25))
            else:
                made = TableCell(valuetype="string")
            made.addElement(P(text=str(cell)))
            row.addElement(made)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(TABLES / "filtered.ods"))
    book = xlwt.Workbook()
    sheet = book.add_sheet("Districts")
    for n, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            style = xlwt.easyxf(num_format_str="0") if isinstance(cell, int) else xlwt.Style.default_style
            sheet.write(n, column, cell + 0.25 if isinstance(cell, int) else cell, style)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.save(str(TABLES / "filtered.xls"))


def unseen():
    """Numbers whose format shows nothing, and a row without height."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Districts"
    for row in [("District", "Area (km2)", "Population"), ("Vale", 12.5, 100), ("Moor", 7.5, 200), ("Ford", 3, 300)]:
        sheet.append(row)
    sheet["B3"].number_format = sheet["C4"].number_format = ";;;"
    sheet.row_dimensions[2].height = 0
    book.save(TABLES / "unseen.xlsx")


def groups():
    """Rows in collapsed groups, a row without height and a column without width."""
    document = OpenDocumentSpreadsheet()
    for name, family, properties in [
        ("flat", "table-row", TableRowProperties(rowheight="0cm")),
        ("narrow", "table-column", TableColumnProperties(columnwidth="0cm")),
    ]:
        style = Style(name=name, family=family)
        style.addElement(properties)
        document.automaticstyles.addElement(style)
    table = Table(name="Districts")
    table.addElement(TableColumn(numbercolumnsrepeated=2))
    table.addElement(TableColumn(stylename="narrow"))

    def add(parent, *cells, **more):
        row = TableRow(**more)
        for cell in cells:
            number = {"valuetype": "float", "value": str(cell)} if isinstance(cell, int) else {"valuetype": "string"}
            made = TableCell(**number)
            made.addElement(P(text=str(cell)))
            row.addElement(made)
        parent.addElement(row)

    def group(parent, **more):
        made = TableRowGroup(**more)
        parent.addElement(made)
        return made

    add(table, "District", "Area (km2)", "Population")
    add(table, "Vale", 12, 100)
    outer = group(table, display="false")
    add(outer, "Moor", 7, 200)
    add(group(outer), "Ford", 3, 300)
    add(group(table), "Lorn", 4, 400)
    add(table, "Tarn", 5, 500, stylename="flat")
    document.spreadsheet.addElement(table)
    document.save(str(TABLES / "groups.ods"))


ALL = [districts, formulas, old, office, cover_sheet, bilingual_heads, flags, sheet_a_year, old_codes, linked_places, office_districts, not_shown, not_computed, filtered, unseen, groups]
for make in ALL:
    if len(sys.argv) == 1 or make.__name__ in sys.argv[1:]:
        make()
