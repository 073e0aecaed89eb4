"""The bot's tests find aiogram as the product does: its models built when first used."""

from bot.aiogram_loading import load_aiogram

load_aiogram()
