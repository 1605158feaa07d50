"""English is told from other languages by its function words; the samples say the same in each language."""

from __future__ import annotations

import pytest

from diplograph.language import is_english
from diplograph.language.english import LEAST, share

ENGLISH = {
    "news": "The foreign minister said on Monday that his country would not recognise the annexation, and called on both sides to return "
    "to the negotiating table before the end of the year.",
    "agency": "Russia has demanded that NATO withdraw its troops from Bulgaria and Romania, Interfax news agency quoted Deputy Foreign "
    "Minister Sergei Ryabkov as saying on Wednesday.",
    "schedule": "Secretary Blinken meets with German Foreign Minister Annalena Baerbock in Berlin, Germany. Secretary Blinken participates "
    "in a joint press availability with Foreign Minister Baerbock at the Federal Foreign Office.",
    "capitals": "THE PRESIDENT SAID THAT THE UNITED STATES WOULD DEFEND EVERY INCH OF THE TERRITORY OF ITS ALLIES AND IMPOSE SANCTIONS.",
    "typographic": "“We don’t want a war,” the chancellor’s spokesman told reporters. “But we can’t accept this, and we won’t.”",
    "foreign names": "The Bundesverfassungsgericht and the Assemblée nationale have been asked by the Staatsministerium to say whether "
    "the Vertrag is compatible with their constitutions.",
}
OTHERS = {
    "German": "Der Außenminister sagte am Montag, dass sein Land die Annexion nicht anerkennen werde, und forderte beide Seiten auf, bis "
    "zum Ende des Jahres an den Verhandlungstisch zurückzukehren. Das war in der Sache so, also will man es an die Hand nehmen.",
    "Dutch": "De minister van Buitenlandse Zaken zei maandag dat zijn land de annexatie niet zal erkennen, en riep beide partijen op om "
    "voor het einde van het jaar weer aan de onderhandelingstafel te gaan zitten. Dat is in de eerste plaats van belang voor ons.",
    "Afrikaans": "Die minister van buitelandse sake het Maandag gesê dat sy land nie die anneksasie sal erken nie, en het albei kante "
    "gevra om voor die einde van die jaar na die onderhandelingstafel terug te keer. Dit is was in my hand.",
    "Frisian": "De minister fan Bûtenlânske Saken sei moandei dat syn lân de anneksaasje net erkenne sil, en hy rôp beide partijen op om "
    "foar de ein fan it jier werom te kommen oan de ûnderhannelingstafel. It is yn it belang fan it lân.",
    "French": "Le ministre des affaires étrangères a déclaré lundi que son pays ne reconnaîtrait pas l’annexion, et a appelé les deux "
    "parties à revenir à la table des négociations avant la fin de l’année. On me dit que rien ne change pour elles.",
    "Spanish": "El ministro de Asuntos Exteriores dijo el lunes que su país no reconocería la anexión, y pidió a ambas partes que "
    "volvieran a la mesa de negociaciones antes de fin de año. No hay otra salida para ellas.",
    "Portuguese": "O ministro dos Negócios Estrangeiros disse na segunda-feira que o seu país não reconheceria a anexação, e pediu a "
    "ambas as partes que voltassem à mesa das negociações antes do fim do ano, do que não há dúvida.",
    "Italian": "Il ministro degli Esteri ha detto lunedì che il suo paese non avrebbe riconosciuto l’annessione, e ha chiesto a entrambe "
    "le parti di tornare al tavolo dei negoziati per la fine dell’anno. In questo caso si è in due.",
    "Danish": "Udenrigsministeren sagde mandag, at hans land ikke vil anerkende annekteringen, og opfordrede begge parter til at vende "
    "tilbage til forhandlingsbordet inden årets udgang. Det er for os og for dem en sag, der må løses.",
    "Norwegian": "Utenriksministeren sa mandag at landet hans ikke vil anerkjenne annekteringen, og ba begge parter om å vende tilbake "
    "til forhandlingsbordet før årets slutt. Det er viktig for oss at de er i stand til det.",
    "Swedish": "Utrikesministern sade på måndagen att hans land inte kommer att erkänna annekteringen, och uppmanade båda parter att "
    "återvända till förhandlingsbordet före årets slut. Det är bra för alla som var med.",
    "Icelandic": "Utanríkisráðherrann sagði á mánudag að land hans myndi ekki viðurkenna innlimunina og hvatti báða aðila til að snúa "
    "aftur að samningaborðinu fyrir árslok. Það er mikilvægt fyrir alla.",
    "Polish": "Minister spraw zagranicznych powiedział w poniedziałek, że jego kraj nie uzna aneksji, i wezwał obie strony do powrotu do "
    "stołu negocjacyjnego przed końcem roku. To jest dla nas ważne, a my to wiemy.",
    "Turkish": "Dışişleri bakanı pazartesi günü ülkesinin ilhakı tanımayacağını söyledi ve her iki tarafı yıl sonundan önce müzakere "
    "masasına dönmeye çağırdı. Bu, onlar için de önemli bir adım olur.",
    "Indonesian": "Menteri luar negeri mengatakan pada hari Senin bahwa negaranya tidak akan mengakui aneksasi itu, dan menyerukan kedua "
    "pihak untuk kembali ke meja perundingan sebelum akhir tahun.",
    "Swahili": "Waziri wa mambo ya nje alisema siku ya Jumatatu kwamba nchi yake haitatambua unyakuzi huo, na akatoa wito kwa pande zote "
    "mbili kurudi kwenye meza ya mazungumzo kabla ya mwisho wa mwaka.",
    "Hungarian": "A külügyminiszter hétfőn azt mondta, hogy országa nem fogja elismerni az annektálást, és felszólította mindkét felet, "
    "hogy az év vége előtt térjenek vissza a tárgyalóasztalhoz. Ez a mi hazánk.",
    "Finnish": "Ulkoministeri sanoi maanantaina, että hänen maansa ei tunnusta liittämistä, ja kehotti molempia osapuolia palaamaan "
    "neuvottelupöytään ennen vuoden loppua. He ovat sen tehneet.",
    "Russian": "Министр иностранных дел заявил в понедельник, что его страна не признает аннексию, и призвал обе стороны вернуться за стол "
    "переговоров до конца года.",
    "Arabic": "قال وزير الخارجية يوم الاثنين إن بلاده لن تعترف بالضم ودعا الطرفين إلى العودة إلى طاولة المفاوضات قبل نهاية العام الجاري.",
    "Chinese": "外交部长星期一表示，他的国家不会承认这次吞并，并呼吁双方在年底前重返谈判桌。",
}


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH)
def test_language_english_is_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_language_other_languages_are_not(text: str) -> None:
    assert not is_english(text)
    assert share(text) < LEAST / 2, "so near the bound that another text would cross it"


@pytest.mark.parametrize(("text", "expected"), [("Kremlin Rejects Truce", True), ("外交部长", False), ("", True), ("2022-02-22", True)])
def test_language_too_few_words_are_judged_by_their_letters(text: str, expected: bool) -> None:
    assert is_english(text) is expected


def test_language_a_foreign_quotation_leaves_an_article_english() -> None:
    assert is_english(ENGLISH["news"] + " “" + OTHERS["French"][:120] + "” " + ENGLISH["agency"])
