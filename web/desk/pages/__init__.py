"""Every page of the desk, one module a subject. A new page is added to PAGES."""

from starlette_admin.views import BaseView

from web.desk.pages.answering import Arrange, Explain, HandOver, Receive, Waive
from web.desk.pages.closing import CloseAgain, ClosingPage, Reopen
from web.desk.pages.month import MonthPage
from web.desk.pages.rename import RenameVillage
from web.desk.pages.todo import TodoList, TodoPage
from web.desk.pages.village import VillagePage
from web.desk.pages.villages import Villages

PAGES: tuple[type[BaseView], ...] = (
    MonthPage,
    Villages,
    VillagePage,
    RenameVillage,
    TodoList,
    TodoPage,
    Receive,
    Arrange,
    Explain,
    HandOver,
    Waive,
    ClosingPage,
    Reopen,
    CloseAgain,
)
