"""Makes the workbooks of this folder: python3 make.py, with openpyxl, xlsxwriter, xlwt and odfpy.

Each library writes its format in its own way, which is the reason to use several. All content is made up.
"""

import datetime
import pathlib

import openpyxl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

HERE = pathlib.Path(__file__).parent
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


districts()
formulas()
old()
office()
