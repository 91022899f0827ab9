"""Names that were copied are written the English way, and only those."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.finish.english_names import english_names


@each(
    "french, english, expected",
    [
        ("Vladimir Poutine a quitté Pékin.", "Vladimir Poutine left Pékin.",
         "Vladimir Putin left Beijing."),
        ("Iouri Ouchakov est parti.", "Iouri Ouchakov is gone.", "Yuri Ushakov is gone."),
        ("Les Pays-Bas ont voté.", "The Pays-Bas voted.", "The Netherlands voted."),
        ("Il va aux Pays-Bas.", "He goes to Pays-Bas.", "He goes to the Netherlands."),
        ("M. Poutine et Mme Merkel.", "M. Putin and Mme Merkel.", "Mr Putin and Ms Merkel."),
        ("Il vit à Londres.", "He lives in London.", "He lives in London."),
        ("Jean-Luc Mélenchon a parlé.", "Jean-Luc Mélenchon spoke.", "Jean-Luc Mélenchon spoke."),
        ("Il écrit dans Le Monde.", "He writes in Le Monde.", "He writes in Le Monde."),
        ("La Russie est prête.", "The Russia is ready.", "Russia is ready."),
        ("« La Chine et la Russie », dit-il", '"The China and the Russia," he says',
         '"China and Russia," he says'),
        ("Le nord du Chili.", "The north of the Chile's coast", "The north of Chile's coast"),
        ("L'équipe de Russie.", "The Russia team.", "The Russia team."),
        ("La Chine et la Russie doivent agir.", "The China and Russia must act.",
         "China and Russia must act."),
        ("Les attentats de Paris et Bruxelles.", "The Paris and Brussels attacks are over.",
         "The Paris and Brussels attacks are over."),
        ("La France que nous aimons.", "The France that we love.", "The France that we love."),
        ("Le Niger est en crue.", "The Niger is in flood.", "The Niger is in flood."),
        ("Les Pays-Bas ont gagné.", "The Netherlands have won.", "The Netherlands have won."),
        ("Un film de M. Night.", "A film by M. Knight.", "A film by Mr Knight."),
        ("Un film d'Amour.", "A film by M. Night.", "A film by M. Night."),
        ("L'article M. 12.", "Article M. 12.", "Article M. 12."),
    ],
)  # fmt: skip
def test_copied_names(french: str, english: str, expected: str) -> None:
    assert english_names(english, french) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_once_is_enough(french: str, english: str) -> None:
    once = english_names(english, french)
    assert english_names(once, french) == once
