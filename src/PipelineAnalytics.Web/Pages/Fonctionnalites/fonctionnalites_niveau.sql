-- Fonctionnalités d'une semaine, ligne à ligne.
-- Une ligne par catégorie ; par action si une catégorie est donnée ; par nom si une action l'est aussi. Une ligne qui n'a plus d'événements cette
-- semaine mais en avait la semaine précédente ou 52 semaines plus tôt est là, avec 0 ; « précédent » est vide si la vue n'a pas cette semaine-là.
-- Les événements s'additionnent. Les utilisateurs sont comptés par structure et type d'utilisateur : sur plusieurs, c'est la somme de ces comptes.
-- « demarches_ia » : la population DEMARCHES_IA. « ensemble » : tout le niveau, la même chose sur chaque ligne.
-- code : la valeur telle qu'on la donne en paramètre, où ~vide est une valeur vide (null), et où un texte vide, ou qui commence par ~, a un ~ de plus devant lui.
-- $1 semaine (semaine) : la semaine, par son lundi
-- $2 structure (texte, facultatif) : absente, toutes ; sinon comme code
-- $3 type (texte, facultatif) : type d'utilisateur ; absent, tous ; ~vide, ceux qui n'en ont pas ; sinon comme code
-- $4 categorie (texte, facultatif) : absente, toutes, une ligne par catégorie ; ~vide, la catégorie vide ; sinon comme code
-- $5 action (texte, facultatif) : de la catégorie donnée (sans elle, aucune ligne) ; absente, toutes ; ~vide, l'action vide ; sinon comme code
with lue as (
  select 'toutes' as population, semaine, structure, type_utilisateur, categorie, action, nom, nb_ae_nom, nb_users_nom, nb_users_action, nb_users_categorie, nb_users_total
  from public.analytics_fonctionnalites
  where semaine in ($1::date, $1::date - 7, $1::date - 364)
  union all
  select 'demarches_ia', semaine, structure, type_utilisateur, categorie, action, nom, nb_ae_nom, nb_users_nom, nb_users_action, nb_users_categorie, nb_users_total
  from public.analytics_fonctionnalites_demarches_ia
  where semaine = $1::date
), groupe as (
  -- the users of a level stand on each of its rows: one number is taken for each structure and type
  select l.population, l.semaine, l.structure, l.type_utilisateur,
         case when $4::text is null then l.categorie when $5::text is null then l.action else l.nom end as valeur,
         sum(l.nb_ae_nom) as nb_ae,
         max(case when $4::text is null then l.nb_users_categorie when $5::text is null then l.nb_users_action else l.nb_users_nom end)      as nb_users,
         max(case when $4::text is null then l.nb_users_total when $5::text is null then l.nb_users_categorie else l.nb_users_action end) as nb_users_ensemble
  from lue l
  where ($2::text is null or l.structure = regexp_replace(nullif($2::text, '~vide'), '^~', ''))
    and ($3::text is null or l.type_utilisateur is not distinct from regexp_replace(nullif($3::text, '~vide'), '^~', ''))
    and ($4::text is null or l.categorie is not distinct from regexp_replace(nullif($4::text, '~vide'), '^~', ''))
    and ($5::text is null or ($4::text is not null and l.action is not distinct from regexp_replace(nullif($5::text, '~vide'), '^~', '')))
  group by 1, 2, 3, 4, 5
), ensemble as (
  select sum(nb_ae) filter (where population = 'toutes')          as nb_ae,
         sum(nb_users) filter (where population = 'toutes')       as nb_users,
         sum(nb_ae) filter (where population = 'demarches_ia')    as nb_ae_demarches_ia,
         sum(nb_users) filter (where population = 'demarches_ia') as nb_users_demarches_ia
  from (
    select population, sum(nb_ae) as nb_ae, max(nb_users_ensemble) as nb_users
    from groupe
    where semaine = $1::date
    group by population, structure, type_utilisateur
  ) par_structure
), connue as (
  select exists (select from public.analytics_fonctionnalites where semaine = $1::date - 7)   as semaine_precedente,
         exists (select from public.analytics_fonctionnalites where semaine = $1::date - 364) as an_precedent
), ligne as (
  select valeur,
         coalesce(sum(nb_ae) filter (where population = 'toutes' and semaine = $1::date), 0)          as nb_ae,
         coalesce(sum(nb_ae) filter (where semaine = $1::date - 7), 0)                                as nb_ae_semaine_precedente,
         coalesce(sum(nb_ae) filter (where semaine = $1::date - 364), 0)                              as nb_ae_an_precedent,
         coalesce(sum(nb_users) filter (where population = 'toutes' and semaine = $1::date), 0)       as nb_users,
         coalesce(sum(nb_users) filter (where semaine = $1::date - 7), 0)                             as nb_users_semaine_precedente,
         coalesce(sum(nb_users) filter (where semaine = $1::date - 364), 0)                           as nb_users_an_precedent,
         coalesce(sum(nb_ae) filter (where population = 'demarches_ia' and semaine = $1::date), 0)    as nb_ae_demarches_ia,
         coalesce(sum(nb_users) filter (where population = 'demarches_ia' and semaine = $1::date), 0) as nb_users_demarches_ia
  from groupe
  group by valeur
)
select l.valeur,
       case when l.valeur is null then '~vide' when l.valeur = '' or starts_with(l.valeur, '~') then '~' || l.valeur else l.valeur end as code,
       l.nb_ae::bigint,
       case when c.semaine_precedente then l.nb_ae_semaine_precedente end::bigint    as nb_ae_semaine_precedente,
       case when c.an_precedent then l.nb_ae_an_precedent end::bigint                as nb_ae_an_precedent,
       l.nb_users::bigint,
       case when c.semaine_precedente then l.nb_users_semaine_precedente end::bigint as nb_users_semaine_precedente,
       case when c.an_precedent then l.nb_users_an_precedent end::bigint             as nb_users_an_precedent,
       l.nb_ae_demarches_ia::bigint, l.nb_users_demarches_ia::bigint,
       coalesce(e.nb_ae, 0)::bigint as nb_ae_ensemble, coalesce(e.nb_users, 0)::bigint as nb_users_ensemble,
       coalesce(e.nb_ae_demarches_ia, 0)::bigint as nb_ae_demarches_ia_ensemble, coalesce(e.nb_users_demarches_ia, 0)::bigint as nb_users_demarches_ia_ensemble
from ligne l
cross join ensemble e
cross join connue c
order by l.nb_ae desc, l.nb_ae_semaine_precedente desc, l.valeur nulls last;
