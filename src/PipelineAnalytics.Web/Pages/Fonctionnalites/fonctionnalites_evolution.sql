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
with toutes as (
  -- the numbers of a level stand on each of its rows: one is taken for each structure and type, in the order of the vue's index, which spares a
  -- sort; a branch a vue, since a union of their rows would have no order
  select distinct on (semaine, structure, type_utilisateur, valeur)
         semaine,
         case when $6::text is null then categorie when $7::text is null then action else nom end as valeur,
         case when $6::text is null then nb_ae_categorie when $7::text is null then nb_ae_action else nb_ae_nom end as nb_ae,
         case when $6::text is null then nb_users_categorie when $7::text is null then nb_users_action else nb_users_nom end as nb_users
  from public.analytics_fonctionnalites
  where $3::text is null and semaine between $1::date - 7 * ($2 - 1) and $1::date
    and ($4::text is null or structure = regexp_replace(nullif($4::text, '~vide'), '^~', ''))
    and ($5::text is null or type_utilisateur is not distinct from regexp_replace(nullif($5::text, '~vide'), '^~', ''))
    and ($6::text is null or categorie is not distinct from regexp_replace(nullif($6::text, '~vide'), '^~', ''))
    and ($7::text is null or ($6::text is not null and action is not distinct from regexp_replace(nullif($7::text, '~vide'), '^~', '')))
  order by semaine, structure, type_utilisateur, valeur
), demarches_ia as (
  select distinct on (semaine, structure, type_utilisateur, valeur)
         semaine,
         case when $6::text is null then categorie when $7::text is null then action else nom end as valeur,
         case when $6::text is null then nb_ae_categorie when $7::text is null then nb_ae_action else nb_ae_nom end as nb_ae,
         case when $6::text is null then nb_users_categorie when $7::text is null then nb_users_action else nb_users_nom end as nb_users
  from public.analytics_fonctionnalites_demarches_ia
  where $3::text = 'demarches_ia' and semaine between $1::date - 7 * ($2 - 1) and $1::date
    and ($4::text is null or structure = regexp_replace(nullif($4::text, '~vide'), '^~', ''))
    and ($5::text is null or type_utilisateur is not distinct from regexp_replace(nullif($5::text, '~vide'), '^~', ''))
    and ($6::text is null or categorie is not distinct from regexp_replace(nullif($6::text, '~vide'), '^~', ''))
    and ($7::text is null or ($6::text is not null and action is not distinct from regexp_replace(nullif($7::text, '~vide'), '^~', '')))
  order by semaine, structure, type_utilisateur, valeur
)
select semaine, valeur,
       case when valeur is null then '~vide' when valeur = '' or starts_with(valeur, '~') then '~' || valeur else valeur end as code,
       sum(nb_ae)::bigint as nb_ae, sum(nb_users)::bigint as nb_users
from (select * from toutes union all select * from demarches_ia) population
group by semaine, valeur
order by semaine, valeur nulls last;
