"""The set phrases of French news pages, folded (lower case, no accents, straight apostrophes): data
only.

`STRONG` phrases are furniture wherever a whole line consists of them. `WEAK` ones (rubrics,
one-word buttons) may also be an intertitle of the article, so `clean` asks for their neighbours.
`LABELS` open a list that belongs to them. Phrases are regular expressions without groups; a space
stands for any white space.
"""

from __future__ import annotations

from bilingual.records import DropReason

_NETWORK = (
    "(?:facebook|twitter|x|x "
    "\\(twitter\\)|linkedin|whatsapp|messenger|telegram|bluesky|instagram|tiktok|youtube|"
    "threads|pinterest|reddit|flipboard|google news|google actualites|google "
    "discover|google|mastodon|snapchat|discord)"
)
_COUNT = r"\d[\d ]*k?"

STRONG: dict[DropReason, tuple[str, ...]] = {
    "byline": (
        "par admin",
        "[a-z]{2,4}/[a-z]{2,4}/[a-z/]{2,9}",
        "(?:afp|ap|ats|awp|belga|dpa|keystone-ats|lpc|reuters)(?:/[\\w-]{2,8}){1,3}",
    ),
    "share": (
        f"partage[rz](?: (?:sur|via|par|avec) (?:{_NETWORK}|e-?mail|courriel|mail|sms))?",
        "partage[rz](?: (?:cet?|l'|cette|la)? "
        "?(?:article|page|contenu|video|publication))(?: sur)?",
        "partager ce contenu",
        "(?:l'|cet )article sur les reseaux sociaux",
        "partager :",
        "partages?",
        "(?:suivez|retrouvez)[ -]nous sur (?:les|nos) reseaux sociaux",
        f"{_COUNT} partages?",
        "share",
        "tweeter",
        "tweet",
        "suivez[ -](?:nous|france ?24|rfi|euronews|bfmtv|20 minutes|l'actualite|l'actu)(?: "
        f"(?:en direct )?(?:sur|aussi sur) {_NETWORK})?",
        f"nous suivre(?: sur {_NETWORK})?",
        f"(?:rejoignez|retrouvez)[ -]nous(?: (?:aussi )?sur (?:nos reseaux sociaux|{_NETWORK}))?",
        f"ajouter [\\w' .-]{{2,30}} (?:a|sur|comme source preferee sur|a vos sources sur) "
        f"{_NETWORK}",
        f"{_NETWORK}(?:,? (?:et )?{_NETWORK})+",
        "close button",
        "copier ?/ ?coller le lien [^.]{3,40}",
        "copy to clipboard",
        "(?:reutiliser|embarquer|integrer) (?:ce contenu|cette video|cet article)",
        "copier le lien(?: de l'article)?",
        "lien copie ?!?",
        "envoyer (?:par|via) (?:e-?mail|courriel|mail)",
        "envoyer a un ami",
        "(?:ajouter|enregistrer dans|sauvegarder dans) (?:a |aux |mes |vos |a vos |a mes )?favoris",
        "ajouter a (?:vos|mes|ma|votre) (?:selections?|articles|liste)(?: de lecture)?",
        "(?:offrir|imprimer|sauvegarder|enregistrer|ecouter|commenter) (?:cet "
        "article|l'article|cette page|la page)",
        "offrir un article",
        "lire plus tard",
        "reactions? ?\\(\\d+\\)",
        "taille (?:du texte|de (?:la )?police)",
        "article a retrouver plus tard",
        "recommander \\(\\d+\\)",
        "(?:cet article|ce billet) vous a plu ?\\?(?: partagez[ -]le ?!?)?",
    ),
    "advertisement": (
        "publicites?",
        "(?:la )?suite (?:de (?:l'article|votre article) )?apres (?:la|cette) publicite",
        "l'article continue apres (?:la|cette) publicite",
        "publicite,? (?:la suite|continuez la lecture|lire la suite)(?: ci-dessous)?",
        "continuez la lecture ci-dessous",
        "(?:passer|fermer|ignorer) (?:la|cette) publicite",
        "contenus? (?:sponsorises?|partenaires?|commercial|de marque)",
        "articles? sponsorises?",
        "sponsorise(?: par [\\w' .-]{2,40})?",
        "(?:advertisement|sponsored|annonce publicitaire|espace publicitaire)",
        "contenus sponsorises par (?:outbrain|taboola)",
        "bons plans et codes promo",
        "ce contenu vous est offert",
    ),
    "navigation": (
        "loader",
        "navigation (?:de l'article|des articles|principale|du site)",
        "(?:afficher|voir|ouvrir|lancer) le (?:diaporama|portfolio)",
        "(?:ouvrir|afficher|voir)(?: l'image)? en (?:mode )?plein ecran",
        "loading ?(?:\\.{3}|…)?",
        "chargement(?: en cours)? ?(?:\\.{3}|…)?",
        "(?:ouvrir|fermer|afficher|masquer) (?:le|la) (?:menu|recherche|barre de "
        "recherche|fenetre)",
        "menu(?: principal)?",
        "(?:aller|passer|acceder|sauter)(?: directement)? (?:au|a la|aux|a l') "
        "?(?:contenu|menu|navigation|recherche|pied de page|raccourcis d'accessibilite)(?: principale?)?",
        "raccourcis d'accessibilite",
        "sources ?\\[modifier\\]",
        "prolongez votre lecture(?: autour de ce sujet)?",
        "tout l'univers [\\w' -]{3,30}",
        "cette page vous a-t-elle ete utile ?\\?",
        "la derniere modification de cette page a ete faite [^.]{5,60}\\.?",
        "ce (?:texte|contenu|reportage) fait partie de (?:notre|la) "
        "(?:section|serie|rubrique|edition) [^.]{2,60}\\.?",
        "un article de wikinews, [^.]{5,80}\\.?",
        "contact presse",
        "rechercher (?:sur|dans) (?:le|ce) site",
        "page \\d{1,3}(?: ?(?:/|sur) ?\\d{1,3})?",
        "date du (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) [^.!?]{4,20}",
        "[a-z]{2,4}\\d{3,5} [\\w /-]{4,30}/afp[\\w-]{0,8}",
        "communiques? de presse",
        "(?:tel\\.?|telephone|mel|courriel|e-?mail|fax) ?: ?[\\d\\w@. +-]{6,60}",
        "skip to (?:main )?content",
        "retour (?:a l'accueil|en haut(?: de (?:la )?page)?|a la liste|au sommaire)",
        "(?:revenir en )?haut de (?:la )?page",
        "fil d'ariane",
        "(?:se|vous) connecter",
        "connexion",
        "deconnexion",
        "s'identifier",
        "mon (?:compte|profil|espace|actu)",
        "creer (?:un|mon) compte",
        "plan du site",
        "qui sommes[ -]nous ?\\??",
        "(?:contactez-nous|nous contacter)",
        "(?:temps de )?lecture ?:? ?(?:de |en )?\\d+ ?(?:min(?:utes?)?|mn)\\.?(?: \\d+ ?s(?:ec)?)?",
        "temps de lecture ?:?",
        "\\d+ ?(?:min(?:utes?)?|mn)\\.?(?: de lecture)?",
        "lu \\d[\\d ]* fois",
        f"{_COUNT} (?:vues|lectures)",
        "(?:lire|voir|afficher|charger|montrer) (?:plus|moins)(?: (?:d'articles|de "
        "contenus?|d'actualites))?",
        "en savoir plus",
        "lire la suite(?: de l'article)?",
        "(?:page|article|photo|image|video)s? (?:suivante?|precedente?)",
        "(?:agrandir|ouvrir|voir|zoomer|fermer) (?:sur )?(?:l'image|la photo|le "
        "diaporama|l'infographie|la galerie)(?: en plein ecran)?",
        "(?:voir|afficher)? ?(?:en )?plein ecran",
        "(?:lire|voir|lancer|regarder) la video",
        "(?:video )?(?:lecture en cours|indisponible|en cours de chargement)",
        "ecouter ?\\(?\\d+ ?(?::\\d\\d|min)\\)?",
        "(?:lire|ecouter) (?:le podcast|l'audio|en audio)",
        "signaler une (?:erreur|faute)",
        "une (?:erreur|faute|coquille) dans (?:l'|cet )article ?\\?(?: "
        "(?:signalez-la|proposez une correction))?",
        "votre navigateur ne (?:supporte|prend pas en charge|peut) [^.]{5,80}\\.?",
        "javascript [^.]{5,80} active\\.?",
        "(?:mots[ "
        "-]cles|etiquettes|tags|themes?|thematiques|rubriques?|sujets?|categories?|classe dans|publie dans) ?: ?[^.!?]{2,150}",
        "https?://\\S+",
        "www\\.\\S+",
        "[\\w.+-]+@[\\w-]+\\.[\\w.]+",
    ),
    "comments": (
        "(?:voir|lire|afficher) (?:les|tous les|\\d+|les \\d+) commentaires",
        "les commentaires sont (?:desormais |maintenant )?(?:fermes|clos)\\.?",
        "l'espace des (?:contributions|commentaires) est reserve aux abonnes\\.?",
        f"{_COUNT} commentaires?",
        "(?:soyez le premier a|connectez-vous pour|reagir et|vous devez etre connecte "
        "pour|vous devez (?:vous connecter|etre abonne) pour|pour) (?:reagir|commenter|poster un commentaire|publier un commentaire|commenter (?:cet|l') ?article)\\.?",
        "votre adresse (?:e-?mail|de messagerie|courriel) ne sera pas publiee\\.?",
        "reagissez a cet article",
        "les champs obligatoires sont indiques (?:avec|par) ?\\*?\\.?",
        "(?:nom|e-?mail|adresse e-?mail|commentaire|courriel|site web|site internet|message) ?\\*",
        "enregistrer mon nom, mon (?:e-?mail|adresse e-?mail|courriel) et mon site[^.]{0,120}\\.?",
        "(?:prevenez|avertissez|notifiez|informez)-moi (?:de|par|des)[^.]{5,120}\\.?",
        "ce site utilise akismet[^.]{0,60}(?:indesirables)?\\.?(?: en savoir plus[^.]{0,120}\\.?)?",
        "(?:vous souhaitez|envie de) reagir ?\\?",
        "reagir(?: a (?:cet|l') ?article)?",
        "la moderation des commentaires[^.]{0,120}\\.?",
        "(?:charte|regles) (?:de moderation|des commentaires)",
    ),
    "subscription": (
        "(?:s'abonner|je m'abonne|m'abonner|abonnez[ -]vous)(?: "
        "(?:maintenant|gratuitement|ici|a partir de [^.]{2,30}|(?:pour|des) \\d[^.]{1,30}))? ?!?",
        "(?:article |contenu |edition )?(?:exclusivement )?reserve(?:e)? (?:a nos|aux) "
        "abonne(?:·e|\\(e\\))?s",
        "(?:cet article|ce contenu|la suite(?: de (?:cet|l') ?article)?|la lecture de "
        "(?:cet|ce) \\w+) est (?:exclusivement )?reservee? (?:aux|a nos) abonne(?:·e|\\(e\\))?s\\.?",
        "il vous reste [\\d.,]+ ?% de (?:cet|l') ?article a (?:lire|decouvrir)\\.?(?: la "
        "suite est reservee aux abonnes\\.?)?",
        "deja abonnee? ?\\??(?: (?:connectez-vous|se connecter|je me "
        "connecte|identifiez-vous))?\\.?",
        "(?:article|offre|contenu|acces) (?:premium|abonnes?)",
        "(?:voir|decouvr(?:ir|ez)) (?:les|nos|toutes nos) offres(?: d'abonnement)?",
        "(?:sans engagement|annulable a tout moment|offre (?:limitee|speciale|sans "
        "engagement|numerique))",
        "(?:a partir de )?\\d+(?:[.,]\\d+)? ?€ ?(?:/|par|le premier|pendant) "
        "?(?:mois|an|semaine)s?(?: [^.]{0,40})?",
        "(?:testez|essayez|profitez-en)(?: gratuitement)? ?!?",
        "s'inscrire(?: (?:a|gratuitement a) (?:la|cette|notre|nos) (?:newsletter|infolettre)s?)?",
        "je m'inscris",
        "(?:la|notre|nos|les|toutes (?:les|nos)) (?:newsletters?|infolettres?)",
        "(?:votre|saisissez votre|entrez votre|indiquez votre) (?:adresse )?(?:e-?mail|courriel)",
        "abonnement",
        "offrez-vous une information independante",
        "pour soutenir [\\w' .-]{3,30} je m'abonne",
        "vous (?:souhaitez|voulez) [^.!?]{5,80}\\? (?:inscrivez|abonnez)[ -]vous [^.!?]{5,80}[.!]?",
        "offre flash",
        "restez informee?(?:\\(e\\)|·e)?",
        "toute l'actu(?:alite)? [\\w' -]{2,30} en un clic",
        "se desabonner",
        "faire un don",
        "je (?:fais un don|donne|soutiens [\\w' -]{2,30})",
    ),
    "legal": (
        "(?:tout |j')?accepter?(?: (?:tout|et fermer|les cookies|et continuer))?",
        "(?:tout refuser|refuser(?: tout)?|continuer sans accepter)",
        "(?:gerer|parametrer|personnaliser|gestion des|preferences|mes) ?(?:les |mes |des "
        "|de )?(?:cookies|choix|preferences|traceurs|consentements?)",
        "(?:politique|charte) (?:de|des|relative aux?) (?:confidentialite|cookies|donnees(?: "
        "personnelles)?|protection des donnees(?: personnelles)?)",
        "(?:mentions legales|donnees personnelles|conditions generales(?: "
        "(?:d'utilisation|de vente))?|conditions d'utilisation|cgu|cgv|credits|rgpd|accessibilite(?: ?: ?(?:non|partiellement|totalement) conforme)?)",
        "tous droits (?:de reproduction[^.]{0,40} )?reserves\\.?",
        "(?:droits|toute) (?:de )?reproduction[^.]{0,60} (?:reserves?|interdite)[^.]{0,60}\\.?",
        "(?:consultez|consulter|voir|lire) notre (?:politique|charte) de [^.!?]{5,80}\\.?",
        "le (?:texte|contenu) est disponible sous licence [^!?]{5,100}",
        "(?:copyright|©|\\(c\\)) ?(?:19|20)\\d\\d[^.]{0,80}\\.?(?: tous droits reserves\\.?)?",
    ),
}

_RUBRICS = (
    "accueil rechercher recherche newsletters? evenements events podcasts? videos? "
    "africanews photos? "
    "diaporamas? sports? football foot rugby tennis cyclisme basket handball economie eco monde "
    "international france europe afrique ameriques? asie asie-pacifique moyen-orient proche-orient "
    "oceanie politique societe culture sciences? sante planete environnement climat meteo jeux "
    "mots-croises sudoku direct live tv radio emploi immobilier opinions? debats? idees "
    "tribunes? editos? "
    "editoriaux chroniques? blogs? livres? musique cinema theatre expositions? tech high-tech "
    "technologies? technologie numerique medias people style lifestyle voyages? gastronomie "
    "cuisine auto "
    "automobile bourse finances? entreprises? conso consommation argent placements education "
    "campus "
    "justice regions? regional locale? quebec canada suisse belgique paris magazines? "
    "programmes? replay "
    "loisirs energie biodiversite services? boutique journal kiosque archives annonces? "
    "abonnes? actualites? actus? dossiers? "
    "reportages? enquetes? interviews? entretiens? english espanol deutsch francais next "
    "my-europe green "
    "travel business precedente? suivante? fermer close ok non oui contact publicite "
)

WEAK: dict[DropReason, tuple[str, ...]] = {
    "share": (
        _NETWORK, "a ?[+-]", "gras", "suivre", "discussion", "envoyer", "e-?mail", "mail", "courriel", "imprimer", "copier", "favoris",
        "sauvegarder", "enregistrer", "offrir", "j'aime", "commenter", "lien", "sms", "plus", "ecouter", "lire",
    ),
    "navigation": (
        *_RUBRICS.split(),
        "a la une", "l'actu", "en direct", "ici", "en continu", "fil info", "le fil info", "faits divers", "faits-divers",
        "ligue 1", "dernieres (?:infos?|actualites|nouvelles)", "toute l'actualite", "tout voir", "voir tout",
        "le journal", "l'edition du jour", "la matinale", "petites annonces", "info en continu", "monde et afrique",
        "a propos", "ma commune", "avis de deces", "annonces legales", "agir",
        "\\d{1,3}", "grands formats?", "plus de sports?", "vie pratique", "bien-etre", "mes articles", "decryptages?",
    ),
    "subscription": ("newsletters?", "infolettres?", "premium", "abonne(?:e|·e|\\(e\\))?s?", "inscription"),
    "related": ("tendances", "(?:les |nos )?recommandations", "(?:la |notre )?selection(?: de la redaction)?"),
    "comments": ("commentaires?", "repondre", "signaler", "reactions?", "vos reactions", "vos commentaires"),
}  # fmt: skip

# Labels of a box inside or below an article, and labels of lists that only stand below one.
BOX_LABELS: tuple[str, ...] = (
    "a decouvrir(?: (?:egalement|aussi|ensuite|sur le meme sujet))?",
    "(?:a )?(?:lire|voir|ecouter|revoir|relire)(?: et a voir)? "
    "(?:aussi|egalement|ensuite)(?: sur [^.]{2,40})?",
    "sur le meme (?:sujet|theme)",
    "dans la meme (?:rubrique|serie|categorie)",
    "(?:pour|d'?)? ?(?:aller plus loin|approfondir)",
    "(?:a )?ne (?:pas manquer|manquez pas|ratez pas)",
    "a lire dans (?:ce numero|nos archives)",
    "notre dossier",
    "(?:a )?(?:regarder|lire|voir|ecouter) (?:aussi|egalement|en complement|en video)",
    "dans (?:la rubrique|l'actualite|la meme) [^.]{2,40}",
)

TAIL_LABELS: tuple[str, ...] = (
    "(?:les |nos |articles )?(?:articles )?(?:les )?plus "
    "(?:lus?|lues|consultes|partages|commentes|populaires|vus)(?: du (?:jour|moment|mois))?",
    "le plus lu",
    "(?:articles|contenus|sujets|videos) "
    "(?:lies|relies|similaires|connexes|associes|recommandes|complementaires)",
    "(?:les )?(?:derniers|autres) articles(?: (?:de|dans|sur) [^.]{2,40})?",
    "articles recents",
    "recommandes? pour vous",
    "vous (?:aimerez|pourriez|allez|devriez)(?: aussi| egalement)?(?: aimer| apprecier| etre "
    "interesses? par| lire)?(?: aussi| egalement)?",
    "(?:ceci|cela|ca|ces articles|ces contenus) (?:pourrait|pourraient|peut|devrait|va) "
    "(?:aussi |egalement )?vous (?:interesser|plaire)",
    "nos lecteurs ont (?:aussi |egalement )?lu(?: ensuite| aussi)?",
    "plus d'(?:articles|infos|actualites|actus|informations)(?: (?:sur|a la une|de|dans) "
    "[^.]{2,40}| a la une)?",
    "(?:le|les) (?:choix|articles) de la redaction",
    "du meme auteur",
    "thematiques associees",
    "dans votre actualite",
    "top articles",
    "ailleurs sur le web",
    "(?:l'essentiel de )?l'actu(?:alite)? en continu",
    "les (?:autres )?sujets du (?:jour|moment)",
    "(?:la redaction|nous) vous (?:conseille|recommande)(?:nt)?",
    "related articles",
    "read more",
    "(?:nos|toutes nos) recommandations(?: de la redaction)?",
    "(?:notre|une) selection d'articles(?: [^.]{2,50})?",
)

AUTHOR_LABELS: tuple[str, ...] = (
    "(?:a propos de|qui est) (?:l'|notre |cet |cette )?aut(?:eur|rice)(?:e|\\.e|·e)?(?: de "
    "(?:cet|l') ?article)?",
)

COMMENT_LABELS: tuple[str, ...] = (
    "(?:laisser|laissez|poster|ajouter|publier|ecrire|deposer) (?:un|une|votre) "
    "(?:commentaire|reponse|reaction)s?(?: annuler la reponse)?",
    "annuler la reponse",
    '\\d+ (?:commentaires?|reflexions?|pensees?|reponses?) (?:sur|a|au sujet de) [«“"].{3,200}',
    "(?:(?:espace|les|tous les) commentaires|vos (?:commentaires|reactions))(?: ?\\(\\d+\\)?)?",
    "commentaires ?\\(\\d+\\)?",
)

# Set openings whose line goes on with a title, an offer or a notice. (reason, pattern, longest line
# in characters)
OPENINGS: tuple[tuple[DropReason, str, int], ...] = (
    # France 24 and RFI paste the label glued to the title, so no word boundary follows "aussi".
    ("related", "\\[?a lire\\] ?", 260),
    ("related", "(?:lire|voir|ecouter|regarder) ?[→►] ?", 260),
    ("subscription", "si vous avez aime cet article,", 260),
    ("subscription", "(?:l'essentiel|le meilleur|toute l'actu|nos|les grands titres)[^.!?]{0,80}(?:chaque|tous les) (?:jours?|matins?|soirs?|semaines?)[^.!?]{0,20} dans votre boite (?:e-?mail|mail|aux lettres)\\.?$", 200),
    ("related", "(?:l'article|cet article|le billet) .{3,250} (?:est apparu en premier|a ete publie en premier) sur .{2,80}", 400),
    ("related", "(?:a |[>→►▶•-] ?)?(?:lire|voir|ecouter|revoir|relire)(?: et a voir)? (?:aussi|egalement) ?(?:[:|>–—-]|(?=\\S))", 260),
    ("related", "(?:notre|nos) (?:dossiers?|analyses?|decryptages?|entretiens?|reportages?|enquetes?|archives?|articles?|videos?|podcasts?) ?[:|>]", 260),
    ("related", "(?:sur le meme sujet|pour aller plus loin|pour en savoir plus|a decouvrir(?: aussi| egalement)?|en lien|a ecouter|a voir|a lire|(?:re)?lire(?: l'article)?|voir la video|podcast|regarder|ecoutez) ?[:|>]", 260),
    ("related", "(?:lire|retrouver?z?|voir) (?:ici |aussi )?(?:notre|nos|tous nos|l'ensemble de nos) (?:dossiers?|articles?|analyses?|reportages?)\\b", 200),
    ("subscription", "abonnez[ -]vous (?:a|pour|des|ici|gratuitement|maintenant|et)\\b", 260),
    ("subscription", "(?:inscrivez|desinscrivez)[ -]vous (?:a|pour|gratuitement|des|ici)\\b.{0,80}(?:newsletter|infolettre|lettre|alerte|notification|e-?mail|gratuit)", 300),
    ("subscription", "recevez (?:gratuitement|chaque|tous|toute|toutes|notre|nos|l'essentiel|l'actu|le meilleur|les alertes|la newsletter|par e-?mail)\\b.{0,200}(?:newsletter|infolettre|e-?mail|boite|alertes?|matin|soir|jour|semaine|application|actualites?|selection)", 300),
    ("subscription", "chaque (?:matin|soir|jour|semaine|vendredi|lundi),? recevez\\b", 200),
    ("subscription", "(?:telecharge[rz]|installez) (?:l'|notre |la |gratuitement l')(?:appli(?:cation)?)\\b", 200),
    ("subscription", "(?:en (?:vous inscrivant|cliquant sur|renseignant votre|saisissant votre)|votre (?:adresse )?e-?mail\\b.{0,60}(?:est|sera|servira|nous|utilise))\\b", 500),
    ("subscription", "(?:pour (?:lire la suite|soutenir (?:notre|le|un|la|une) (?:journalisme|journal|media|redaction|travail|presse)|acceder a (?:la suite|cet article|ce contenu))|vous avez (?:deja )?(?:un compte|lu (?:tous|vos)|\\d+ articles?)|cet article vous est offert|vous lisez (?:actuellement )?(?:un article|l'un))\\b", 300),
    ("subscription", "(?:pour (?:lire|consulter) gratuitement|creez (?:un|votre) compte|soutenez (?:notre|un|une) (?:journalisme|media|redaction|presse))\\b", 300),
    ("subscription", "(?:la |notre )?newsletter ?[^.!?]{2,60}$", 80),
    ("subscription", "(?:la |notre )?newsletter ?(?:recevez|[|:])", 250),
    ("subscription", "emportez (?:l'actu|toute l'actu)", 200),
    ("legal", "(?:nous|ce site|notre site|avec nos(?: \\d+)? partenaires,? nous|nous et nos(?: \\d+)? partenaires) (?:utilis|depos|stock|recour|plac|collect|souhait).{0,140}(?:cookies|traceurs)\\b", 1500),
    ("legal", "(?:en poursuivant votre navigation|les cookies (?:(?:et autres traceurs )?(?:nous|vous) permett|permettent de personnaliser|assurent le bon)|vous pouvez (?:a tout moment )?(?:retirer votre consentement|modifier vos (?:choix|preferences))|ce contenu est bloque|ce contenu n'a pas pu|pour afficher ce contenu)\\b", 600),
    ("legal", "(?:les informations contenues dans la depeche|toute reproduction|droits de reproduction|reproduction (?:interdite|totale|meme partielle)|conformement a la loi informatique)\\b", 500),
    ("legal", "(?:©|copyright|\\(c\\)) ?.{2,60}tous droits reserves", 160),
    ("legal", "(?:©|copyright|\\(c\\)) ?(?:19|20)\\d\\d\\b", 200),
    ("navigation", "vous etes ici ?:", 200),
    ("navigation", "[^.!?]{2,60}[–—|-] ?n° ?\\d+ ?[–—|-] ?[^.!?]{3,40}$", 120),
    ("navigation", "accueil ?[>›»/|•]", 250),
    ("subscription", "suivez (?:toute )?l'actu[^.]{0,60} en telechargeant", 200),
    ("share", f"suivez (?:toute |toutes |l'|les |nos |le |la |notre |france ?24).{{2,90}} (?:sur|en direct sur|avec) (?:{_NETWORK}|notre (?:chaine|page|compte|appli|application|direct))", 200),
)  # fmt: skip

OUTLETS: tuple[str, ...] = (
    "20 Minutes", "Africanews", "Agence France-Presse", "Alternatives économiques", "Arte", "BFM Business", "BFMTV",
    "Challenges", "CNews", "Courrier international", "Europe 1", "Euronews", "FRANCE 24", "France 24", "France Bleu", "France Info",
    "France Inter", "franceinfo", "Franceinfo", "HuffPost", "Jeune Afrique", "L'Équipe", "L'Express", "L'Humanité", "L'Obs",
    "L'Opinion", "L'Orient-Le Jour", "La Croix", "La Dépêche du Midi", "La Libre Belgique", "La Libre", "La Presse",
    "La Presse Canadienne", "La Tribune", "La Voix du Nord", "Le Dauphiné libéré", "Le Devoir", "Le Figaro",
    "Le Journal de Montréal", "Le Journal du Dimanche", "Le JDD", "Le Matin", "Le Monde", "Le Monde diplomatique",
    "Le Nouvel Obs", "Le Parisien", "Le Point", "Le Progrès", "Le Soir", "Le Télégramme", "Le Temps", "LCI",
    "Les Echos", "Libération", "Marianne", "Mediapart", "Nice-Matin", "Ouest-France", "Paris Match", "Public Sénat",
    "Radio-Canada", "RFI", "RMC Sport", "RTBF", "RTL", "RTS", "Slate", "Sud Ouest", "TF1 Info", "TV5 Monde",
    "TV5MONDE", "Tribune de Genève", "VOA Afrique",
)  # fmt: skip

AGENCIES: tuple[str, ...] = (
    "AFP", "Agence France-Presse", "AFP Relaxnews", "AP", "AP Photo", "Associated Press", "ANSA", "APA", "ATS", "Belga",
    "Bloomberg", "dpa", "DPA", "EFE", "Getty", "Getty Images", "Keystone-ATS", "Keystone", "La Presse Canadienne",
    "Lusa", "MAP", "PA", "Presse canadienne", "Reuters", "REUTERS", "Ritzau", "TASS", "Xinhua", "XINHUA", "Sputnik",
)  # fmt: skip

PHOTO_AGENCIES: tuple[str, ...] = (
    *AGENCIES, "ABACA", "Abaca", "ABACAPRESS", "Abacapress", "ADOBE STOCK", "Adobe Stock", "Adobestock", "AdobeStock",
    "Anadolu", "Anadolu Agency", "Andia", "Bestimage", "BESTIMAGE", "CHARLY TRIBALLEAU", "DR", "Divergence", "EPA",
    "EPA-EFE", "Hans Lucas", "HANS LUCAS", "IP3", "IP3 PRESS", "iStock", "iStockphoto", "KCS", "LP", "MaxPPP", "MAXPPP",
    "MYOP", "NurPhoto", "OUEST-FRANCE", "ONLY FRANCE", "Panoramic", "PHOTOPQR", "Pool", "POOL", "RIA Novosti",
    "Rex", "SIPA", "Sipa", "Sipa Press", "SIPA PRESS", "Sipa USA", "Shutterstock", "SIPANY", "SOPA", "UPI", "Unsplash",
    "Pexels", "Pixabay", "VOA", "Wikimedia", "Wikimedia Commons", "Zuma", "ZUMA Press", "ZUMA", "LA PRESSE",
    "LA PRESSE CANADIENNE", "Radio-Canada", "Icon Sport", "Presse Sports", "Imago", "IMAGO", "Hahn", "Photo12", "Alamy",
    "Le Télégramme", "Le Dauphiné", "Sud Ouest", "SUD OUEST", "RFI", "France 24", "Roscosmos", "NASA", "ESA",
)  # fmt: skip
