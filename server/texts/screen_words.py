"""Words by which people tell unpaired screens apart: one a screen, in both languages at once, so that the
screen and the panel show the same whatever language each speaks."""

from __future__ import annotations

SCREEN_WORDS = (
    "青松 Pine", "红梅 Plum", "白鹤 Crane", "金鱼 Goldfish", "海豚 Dolphin", "雪山 Summit",
    "竹林 Bamboo", "月亮 Moon", "太阳 Sun", "星星 Star", "帆船 Sail", "灯塔 Lighthouse",
    "茶壶 Teapot", "风车 Windmill", "荷花 Lotus", "蝴蝶 Butterfly", "老虎 Tiger", "骏马 Horse",
    "熊猫 Panda", "孔雀 Peacock", "珊瑚 Coral", "琥珀 Amber", "石桥 Bridge", "稻田 Paddy",
    "瀑布 Waterfall", "彩虹 Rainbow", "枫叶 Maple", "樱桃 Cherry", "柠檬 Lemon", "葡萄 Grape",
    "核桃 Walnut", "蘑菇 Mushroom", "火箭 Rocket", "气球 Balloon", "雨伞 Umbrella", "铃铛 Bell",
    "钢琴 Piano", "长笛 Flute", "钥匙 Key", "罗盘 Compass",
)  # fmt: skip
