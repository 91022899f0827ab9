"""The words that tell what a number beside them is: a page, a measure, a day."""

from __future__ import annotations

from typing import Final

from bilingual.language.dates import MONTHS_EN, WEEKDAYS_EN


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])"
YEAR: Final = r"[12][0-9]{3}(?![0-9]|[.,:][0-9]|\s?%)"
WEEKDAY: Final = "|".join(WEEKDAYS_EN)
MONTH: Final = (
    rf"(?:(?:{'|'.join(MONTHS_EN)})\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)

# "page 9", "Article 5", "phase 3", "aged 9": the figure names the thing and is no count.
LABELS: Final = (
    "page|pages|p|pp|line|lines|chapter|section|paragraph|article|clause|item|step|point|part|volume|vol|book|act|scene"
    "|verse|figure|fig|table|number|numbers|no|nos|room|route|bus|gate|platform|level|category|phase|type|stage"
    "|magnitude|group|grade|class|year|day|week|round|game|set|match|season|episode|channel|lane|zone|sector|block"
    "|building|floor|apartment|flat|unit|tier|district|region|rank|ranked|seed|seeded|aged|age|ages|under|plus|minus"
    "|times|version|highway|motorway|road|track|pool|bed|box|case|count|option|question|rule|law|model|size"
    "|formula|pier|dock|hangar|reactor|score|scores|nil|past|at|struck|column|heading|parameter"
    "|objective|generation|division|method|annex|schedule|appendix|value|priority|criterion|pillar|title|amendment"
)

# What a figure stays a figure before: measures, money, scales, times of day, and words that count
# nothing.
KEEPS_FIGURE: Final = words_of(
    "km kms kg mg ml cl cm mm nm mph kph kmh kw kwh mw gw gwh twh hz khz mhz ghz mb gb tb ha "
    "hp lb lbs oz ft sq"
    " kilometre kilometres kilometer kilometers metre metres meter meters centimetre "
    "centimetres centimeter"
    " centimeters millimetre millimetres millimeter millimeters mile miles foot feet inch "
    "inches yard yards acre"
    " acres hectare hectares gram grams gramme grammes kilo kilos kilogram kilograms ton "
    "tons tonne tonnes litre"
    " litres liter liters degree degrees knot knots watt watts kilowatt kilowatts megawatt "
    "megawatts gigawatt"
    " gigawatts terawatt volt volts pound pounds ounce ounces pint pints gallon gallons "
    "barrel barrels"
    " bit bits byte bytes ppm ppb decibel decibels milligram milligrams milligramme "
    "milligrammes metric"
    " square cubic euro euros dollar dollars cent cents eurocent eurocents penny pence franc "
    "francs rouble roubles ruble rubles yen"
    " yuan rupee rupees crown crowns dirham dirhams dinar dinars riyal riyals"
    " percent per hundred hundreds thousand thousands million millions billion billions "
    "trillion trillions bn mn tn"
    " dozen dozens score m k am pm noon midnight o gmt utc hrs h"
    " point points percentage vote votes abstention abstentions against yr yrs"
    " to and or in out of x at is was are were has have had will would can may than as on "
    "the a an st nd rd th"
    " by from for with this that tonight tomorrow yesterday today local sharp plus minus "
    "versus v vs nil all"
    " half halves third thirds quarter quarters fourth fourths fifth fifths sixth sixths "
    "seventh sevenths eighth"
    " eighths ninth ninths tenth tenths"
    " one two three four five six seven eight nine ten eleven twelve"
)

# The words that may follow a day without making it the start of "January 5 people".
AFTER_DATE: Final = (
    "in|at|to|and|or|the|a|an|for|with|by|of|when|after|before|until|till|he|she|it|they|we|I|you|who|which|that|this"
    "|as|was|is|were|are|will|would|has|had|have|may|might|can|could|should|from|on|near|during|where|but|while|since"
    "|because|if|about|over|under|through|between|against|into|not|only|last|next|there|his|her|its|their|our"
)

# Words in -s that are no plurals: after a year they leave it a year.
NOT_PLURAL: Final = words_of(
    "was is has as this his its us does goes says thus yes across towards besides regardless "
    "plus unless always"
    " perhaps sometimes afterwards onwards backwards less"
)
