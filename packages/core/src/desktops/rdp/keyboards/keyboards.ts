/**
 * Keyboards by the number that an RDP client names (Windows keyboard layout identifiers): those that xrdp 0.9 has no map for or a wrong
 * one. Each has four levels (plain, Shift, AltGr, Shift and AltGr) of the 49 keys of `TYPING_KEYS`, in their order: a character, or the
 * name of a keysym, or `none`. From xkeyboard-config 2.35, whose name of the layout stands above.
 */
export const KEYBOARDS: Readonly<Record<string, readonly [string, string, string, string]>> = {
  // es
  "0000040a": [
    "º 1 2 3 4 5 6 7 8 9 0 ' ¡ q w e r t y u i o p dead_grave + a s d f g h j k l ñ dead_acute ç < z x c v b n m , . - space",
    'ª ! " · $ % & / ( ) = ? ¿ Q W E R T Y U I O P dead_circumflex * A S D F G H J K L Ñ dead_diaeresis Ç > Z X C V B N M ; : _ none',
    "\\ | @ # ~ ½ ¬ { [ ] } \\ dead_cedilla @ ſ € ¶ ŧ ← ↓ → ø þ [ ] æ ß ð đ ŋ ħ dead_hook ĸ ł dead_tilde { } | « » ¢ „ “ ” µ • · dead_belowdot none",
    "\\ ¡ ⅛ £ $ ⅜ ⅝ ⅞ ™ ± ° ¿ dead_ogonek Ω § ¢ ® Ŧ ¥ ↑ ı Ø Þ dead_abovering dead_macron Æ ẞ Ð ª Ŋ Ħ dead_horn & Ł dead_doubleacute dead_caron dead_breve ¦ < > © ‚ ‘ ’ º × ÷ dead_abovedot none",
  ],
  // br
  "00000416": [
    "' 1 2 3 4 5 6 7 8 9 0 - = q w e r t y u i o p dead_acute [ a s d f g h j k l ç dead_tilde ] \\ z x c v b n m , . ; space",
    '" ! @ # $ % dead_diaeresis & * ( ) _ + Q W E R T Y U I O P dead_grave { A S D F G H J K L Ç dead_circumflex } | Z X C V B N M < > : none',
    "¬ ¹ ² ³ £ ¢ ¬ { [ ] } \\ § / ? ° ® ŧ ← ↓ → ø þ ´ ª æ ß ð đ ŋ ħ dead_hook ĸ ł dead_acute ~ º dead_caron « » © „ “ ” µ • · dead_belowdot none",
    "¬ ¡ ½ ¾ ¼ ⅜ ¨ ⅞ ™ ± ° ¿ dead_ogonek / ? ° ® Ŧ ¥ ↑ ı Ø Þ ` dead_macron Æ ẞ Ð ª Ŋ Ħ dead_horn & Ł dead_doubleacute ^ º dead_breve < > © ‚ ‘ ’ µ × ÷ dead_abovedot none",
  ],
  // ch(de)
  "00000807": [
    "§ 1 2 3 4 5 6 7 8 9 0 ' dead_circumflex q w e r t z u i o p ü dead_diaeresis a s d f g h j k l ö ä $ < y x c v b n m , . - space",
    '° + " * ç % & / ( ) = ? dead_grave Q W E R T Z U I O P è ! A S D F G H J K L é à £ > Y X C V B N M ; : _ none',
    "¬ | @ # ¼ ½ ¬ | ¢ ] } dead_acute dead_tilde @ ſ € ¶ ŧ ← ↓ → œ þ [ ] æ ß ð đ ŋ ħ dead_hook ĸ ł dead_acute { } \\ « » ¢ „ “ ” µ • · dead_belowdot none",
    "¬ ¡ ⅛ £ $ ⅜ ⅝ ⅞ ™ ± ° ¿ dead_ogonek Ω § E ® Ŧ ¥ ↑ ı Œ Þ dead_abovering dead_macron Æ ẞ Ð ª Ŋ Ħ dead_horn & Ł dead_doubleacute dead_caron dead_breve ¦ < > © ‚ ‘ ’ º × ÷ dead_abovedot none",
  ],
  // ch(fr)
  "0000100c": [
    "§ 1 2 3 4 5 6 7 8 9 0 ' dead_circumflex q w e r t z u i o p è dead_diaeresis a s d f g h j k l é à $ < y x c v b n m , . - space",
    '° + " * ç % & / ( ) = ? dead_grave Q W E R T Z U I O P ü ! A S D F G H J K L ö ä £ > Y X C V B N M ; : _ none',
    "¬ | @ # ¼ ½ ¬ | ¢ ] } dead_acute dead_tilde @ ſ € ¶ ŧ ← ↓ → œ þ [ ] æ ß ð đ ŋ ħ dead_hook ĸ ł dead_acute { } \\ « » ¢ „ “ ” µ • · dead_belowdot none",
    "¬ ¡ ⅛ £ $ ⅜ ⅝ ⅞ ™ ± ° ¿ dead_ogonek Ω § E ® Ŧ ¥ ↑ ı Œ Þ dead_abovering dead_macron Æ ẞ Ð ª Ŋ Ħ dead_horn & Ł dead_doubleacute dead_caron dead_breve ¦ < > © ‚ ‘ ’ º × ÷ dead_abovedot none",
  ],
  // us(intl)
  "00020409": [
    "dead_grave 1 2 3 4 5 6 7 8 9 0 - = q w e r t y u i o p [ ] a s d f g h j k l ; dead_acute \\ \\ z x c v b n m , . / space",
    "dead_tilde ! @ # $ % dead_circumflex & * ( ) _ + Q W E R T Y U I O P { } A S D F G H J K L : dead_diaeresis | | Z X C V B N M < > ? none",
    "` ¡ ² ³ ¤ € ¼ ½ ¾ ‘ ’ ¥ × ä å é ® þ ü ú í ó ö « » á ß ð f g h j œ ø ¶ ' ¬ \\ æ x © v b ñ µ ç dead_abovedot ¿ none",
    '~ ¹ dead_doubleacute dead_macron £ dead_cedilla ^ dead_horn dead_ogonek dead_breve dead_abovering dead_belowdot ÷ Ä Å É ® Þ Ü Ú Í Ó Ö “ ” Á § Ð F G H J Œ Ø ° " ¦ | Æ X ¢ V B Ñ µ Ç dead_caron dead_hook none',
  ],
  // tr
  "0000041f": [
    '" 1 2 3 4 5 6 7 8 9 0 * - q w e r t y u ı o p ğ ü a s d f g h j k l ş i , < z x c v b n m ö ç . space',
    "é ! ' ^ + % & / ( ) = ? _ Q W E R T Y U I O P Ğ Ü A S D F G H J K L Ş İ ; > Z X C V B N M Ö Ç : none",
    "< > £ # $ ½ ¾ { [ ] } \\ | @ none € ¶ ₺ ← û î ô none dead_diaeresis ~ â ß none ª none none dead_hook none none ´ ' ` | « » ¢ „ “ ” µ × · dead_abovedot none",
    "° ¡ ² ³ ¼ ⅜ none none none ± ° ¿ none Ω none none ® none ¥ Û Î Ô none dead_abovering dead_macron Â none none none none none dead_horn none none dead_acute dead_caron dead_grave ¦ < > © ‚ ‘ ’ º none ÷ dead_abovedot none",
  ],
  // cz
  "00000405": [
    "; + ě š č ř ž ý á í é = dead_acute q w e r t z u i o p ú ) a s d f g h j k l ů § dead_diaeresis \\ y x c v b n m , . - space",
    "dead_abovering 1 2 3 4 5 6 7 8 9 0 % dead_caron Q W E R T Z U I O P / ( A S D F G H J K L \" ! ' | Y X C V B N M ? : _ space",
    "` ! @ # $ % ^ & * { } \\ dead_macron \\ | € ¶ ŧ ← ↓ → ø þ [ ] ~ đ Đ [ ] ` ' ł Ł $ ' \\ / ° # & @ { } ^ < > * space",
    "~ dead_tilde dead_caron dead_circumflex dead_breve dead_abovering dead_ogonek dead_grave dead_abovedot dead_acute dead_doubleacute dead_diaeresis dead_cedilla Ω § E ® Ŧ ¥ ↑ ı Ø Þ ÷ × Æ ẞ Ð ª Ŋ Ħ dead_horn & Ł dead_doubleacute ß | ¦ < > © ‚ ‘ ’ º × ÷ dead_abovedot space",
  ],
  // sk
  "0000041b": [
    "; + ľ š č ť ž ý á í é = dead_acute q w e r t z u i o p ú ä a s d f g h j k l ô § ň \\ y x c v b n m , . - space",
    'dead_abovering 1 2 3 4 5 6 7 8 9 0 % dead_caron Q W E R T Z U I O P / ( A S D F G H J K L " ! ) | Y X C V B N M ? : _ space',
    "` ! @ # $ % ^ & * { } \\ dead_macron \\ | € ¶ ŧ ← ↓ → ø þ [ ] ~ đ Đ [ ] ` ' ł Ł $ ' \\ / ° # & @ { } ^ < > * nobreakspace",
    "~ dead_tilde dead_caron dead_circumflex dead_breve dead_abovering dead_ogonek dead_grave dead_abovedot dead_acute dead_doubleacute dead_diaeresis dead_cedilla Ω § E ® Ŧ ¥ ↑ ı Ø Þ ÷ × Æ ẞ Ð ª Ŋ Ħ dead_horn & Ł dead_doubleacute ß | ¦ < > © ‚ ‘ ’ º × ÷ dead_abovedot nobreakspace",
  ],
  // hu
  "0000040e": [
    "0 1 2 3 4 5 6 7 8 9 ö ü ó q w e r t z u i o p ő ú a s d f g h j k l é á ű í y x c v b n m , . - space",
    "§ ' \" + ! % / = ( ) Ö Ü Ó Q W E R T Z U I O P Ő Ú A S D F G H J K L É Á Ű Í Y X C V B N M ? : _ none",
    "¬ ~ dead_caron ^ dead_breve dead_abovering dead_ogonek ` dead_abovedot dead_acute dead_doubleacute dead_diaeresis dead_cedilla \\ | Ä ¶ ŧ – € Í „ ” ÷ × ä đ Đ [ ] ħ í ł Ł $ ß ¤ < > # & @ { } < ; > * none",
    "¬ dead_tilde ˇ dead_circumflex ˘ ° ˛ dead_grave ˙ ´ ˝ ¨ ¸ Ω § E ® Ŧ ¥ ↑ í Ø Þ dead_abovering dead_macron Ä ẞ Ð ª Ŋ Ħ Í & Ł ¢ ẞ dead_breve > < > © ‚ ‘ ’ º × ÷ dead_abovedot none",
  ],
  // ro
  "00000418": [
    "` 1 2 3 4 5 6 7 8 9 0 - = q w e r t y u i o p [ ] a s d f g h j k l ; ' \\ \\ z x c v b n m , . / space",
    '~ ! @ # $ % ^ & * ( ) _ + Q W E R T Y U I O P { } A S D F G H J K L : " | | Z X C V B N M < > ? none',
    "none dead_tilde dead_caron dead_circumflex dead_breve dead_abovering dead_ogonek dead_grave dead_abovedot dead_acute dead_doubleacute dead_diaeresis dead_cedilla â ß € none ț none none î none § „ ” ă ș đ none none none none none ł none none none | none none © none none none none « » none none",
    "none none none none none none none none none none none – ± Â ẞ none none Ț none none Î none none none none Ă Ș Đ none none none none none Ł none none none ¦ none none none none none none none none none none none",
  ],
  // gr
  "00000408": [
    "` 1 2 3 4 5 6 7 8 9 0 - = ; ς ε ρ τ υ θ ι ο π [ ] α σ δ φ γ η ξ κ λ dead_acute ' \\ « ζ χ ψ ω β ν μ , . / space",
    '~ ! @ # $ % ^ & * ( ) _ + : Σ Ε Ρ Τ Υ Θ Ι Ο Π { } Α Σ Δ Φ Γ Η Ξ Κ Λ dead_diaeresis " | » Ζ Χ Ψ Ω Β Ν Μ < > ? none',
    "none none ½ £ ¼ € ϰ ϗ ₯ none ° ± none · ϛ € ® none ϒ ϑ ͻ none ϡ dead_tilde dead_iota none none ↓ ϕ ϝ none ͼ ϟ ϲ dead_acute dead_grave none | ͽ → © ϖ ϐ ʹ ϻ « » none none",
    "none ¹ ² ³ ¾ none none Ϗ none none none none none none Ϛ none ϱ none ϒ ϴ Ͻ none Ϡ dead_macron dead_breve none none ↑ none Ϝ none Ͼ Ϟ Ϲ dead_abovecomma dead_abovereversedcomma none ¦ Ͽ ← none none none ͵ Ϻ none · none none",
  ],
  // ua(winkeys)
  "00000422": [
    "' 1 2 3 4 5 6 7 8 9 0 - = й ц у к е н г ш щ з х ї ф і в а п р о л д ж є ґ / я ч с м и т ь б ю . space",
    '~ ! " № ; % : ? * ( ) _ + Й Ц У К Е Н Г Ш Щ З Х Ї Ф І В А П Р О Л Д Ж Є Ґ | Я Ч С М И Т Ь Б Ю , none',
    "none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none | none none none none none none none none none none none",
    "none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none ¦ none none none none none none none none none none none",
  ],
  // by
  "00000423": [
    "ё 1 2 3 4 5 6 7 8 9 0 - = й ц у к е н г ш ў з х ' ф ы в а п р о л д ж э \\ / я ч с м і т ь б ю . space",
    "Ё ! \" № ; % : ? * ( ) _ + Й Ц У К Е Н Г Ш Ў З Х ' Ф Ы В А П Р О Л Д Ж Э / | Я Ч С М І Т Ь Б Ю , none",
    "none none none none none none none none ₽ none none none none none none none none none none none none none none none none none none none none none none none none none none none none | none none none none none none none none none none none",
    "none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none ¦ none none none none none none none none none none none",
  ],
  // bg
  "00000402": [
    "( 1 2 3 4 5 6 7 8 9 0 - . , у е и ш щ к с д з ц ; ь я а о ж г т н в м ч „ ѝ ю й ъ э ф х п р л б space",
    ') ! ? + " % = : / – № $ € ы У Е И Ш Щ К С Д З Ц § ѝ Я А О Ж Г Т Н В М Ч “ Ѝ Ю Й Ъ Э Ф Х П Р Л Б space',
    "[ none none † none 〈 — … U+300 none none ‑ none ’ none э ѝ none none © © none none none none ы ѣ none none none none ™ none none none none « | none ѭ ѫ none none none none ® none none nobreakspace",
    "] none none † none 〉 — … U+301 none none € none ‘ none Э Ѝ none none © © none none none none Ы Ѣ none none none none ™ none none none none » ¦ none Ѭ Ѫ none none none none ® none none nobreakspace",
  ],
  // il
  "0000040d": [
    "; 1 2 3 4 5 6 7 8 9 0 - = / ' ק ר א ט ו ן ם פ ] [ ש ד ג כ ע י ח ל ך ף , \\ < ז ס ב ה נ מ צ ת ץ . space",
    '~ ! @ # $ % ^ & * ) ( _ + Q W E R T Y U I O P } { A S D F G H J K L : " | > Z X C V B N M > < ? none',
    "׳ none none € ₪ ° U+5ab U+5bd × U+200e U+200f ־ – U+5c2 U+5c1 U+5b8 U+5b3 none װ U+5b9 none none U+5b7 U+5b2 U+5bf U+5b0 U+5bc none none ױ ײ U+5b4 none ” „ ״ U+5bb | none U+5b6 U+5b1 none none none U+5b5 ’ ‚ ÷ none",
    "none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none none ¦ none none none none ׆ none none none none none none",
  ],
  // ara
  "00000401": [
    "ذ 1 2 3 4 5 6 7 8 9 0 - = ض ص ث ق ف غ ع ه خ ح ج د ش س ي ب ل ا ت ن م ك ط \\ | ئ ء ؤ ر ﻻ ى ة و ز ظ space",
    "ّ ! @ # $ % ^ & * ) ( _ + َ ً ُ ٌ ﻹ إ ` ÷ × ؛ < > ِ ٍ ] [ ﻷ أ ـ ، / : \" … ¦ ~ ْ } { ﻵ آ ' , . ؟ none",
    "٪ ١ ٢ ٣ ٤ ٥ ٦ ٧ ٨ ٩ ٠ – ≠ none none none none ڤ none none none none none چ none none none none پ none ٱ none ٫ none گ ⟩ ⟨ none » « none none none U+670 none ٬ ژ ٭ none",
    "؉ none none none none ‰ none none none none none ‑ ≈ U+2066 U+2067 U+2068 U+2069 none U+202a U+202b U+202c none U+200e U+200f U+61c none none none none none none none none none none U+200d   none › ‹ none none none none none none none U+200c none",
  ],
};
