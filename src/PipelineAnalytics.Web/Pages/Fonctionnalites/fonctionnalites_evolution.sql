-- Fonctionnalités, semaine par semaine.
-- Une ligne par semaine et catégorie ; et action, si une catégorie est donnée ; et nom, si une action l'est aussi. Pas d'événement, pas de ligne.
-- Les événements s'additionnent. Les utilisateurs sont comptés par structure et type d'utilisateur : sur plusieurs, c'est la somme de ces comptes.
-- code : la valeur telle qu'on la donne en paramètre, où ~vide est une valeur vide (null), et où un texte vide, ou qui commence par ~, a un ~ de plus devant lui.
-- $1 semaine (semaine) : la dernière semaine, par son lundi
-- $2 semaines (entier, de 2 à 104) : combien de semaines, elle comprise
-- $3 population (texte, facultatif, parmi demarches_ia) : absente, tous les utilisateurs
-- $4 structure (texte, facultatif) : absente, toutes ; sinon comme code
-- $5 type (texte, facultatif) : type d'utilisateur ; absent, tous ; ~vide, ceux qui n'en ont pas ; sinon comme code
-- $6 categorie (texte, facultatif) : absente, toutes, une ligne par catégorie ; ~vide, la catégorie vide ; sinon comme code
-- $7 action (texte, facultatif) : de la catégorie donnée (sans elle, aucune ligne) ; absente, toutes ; ~vide, l'action vide ; sinon comme code
with lue as (
  select semaine, structure, type_utilisateur, categorie, action, nom, nb_ae_nom, nb_users_nom, nb_users_action, nb_users_categorie
  from public.analytics_fonctionnalites
  where $3::text is null and semaine between $1::date - 7 * ($2 - 1) and $1::date
  union all
  select semaine, structure, type_utilisateur, categorie, action, nom, nb_ae_nom, nb_users_nom, nb_users_action, nb_users_categorie
  from public.analytics_fonctionnalites_demarches_ia
  where $3::text = 'demarches_ia' and semaine between $1::date - 7 * ($2 - 1) and $1::date
), groupe as (
  -- the users of a level stand on each of its rows: one number is taken for each structure and type
  select l.semaine,
         case when $6::text is null then l.categorie when $7::text is null then l.action else l.nom end as valeur,
         sum(l.nb_ae_nom) as nb_ae,
         max(case when $6::text is null then l.nb_users_categorie when $7::text is null then l.nb_users_action else l.nb_users_nom end) as nb_users
  from lue l
  where ($4::text is null or l.structure = regexp_replace(nullif($4::text, '~vide'), '^~', ''))
    and ($5::text is null or l.type_utilisateur is not distinct from regexp_replace(nullif($5::text, '~vide'), '^~', ''))
    and ($6::text is null or l.categorie is not distinct from regexp_replace(nullif($6::text, '~vide'), '^~', ''))
    and ($7::text is null or ($6::text is not null and l.action is not distinct from regexp_replace(nullif($7::text, '~vide'), '^~', '')))
  group by 1, 2, l.structure, l.type_utilisateur
)
select semaine, valeur,
       case when valeur is null then '~vide' when valeur = '' or starts_with(valeur, '~') then '~' || valeur else valeur end as code,
       sum(nb_ae)::bigint as nb_ae, sum(nb_users)::bigint as nb_users
from groupe
group by semaine, valeur
order by semaine, valeur nulls last;
