-- Structures et types d'utilisateur d'une semaine.
-- Ce que proposent les filtres structure et type (filtre dit lequel).
-- code : la valeur telle qu'on la donne en paramètre, où ~vide est une valeur vide (null), et où un texte vide, ou qui commence par ~, a un ~ de plus devant lui.
-- $1 semaine (semaine) : la semaine, par son lundi
with valeur as (
  select 'structure' as filtre, structure as valeur from public.analytics_fonctionnalites where semaine = $1::date
  union
  select 'type', type_utilisateur from public.analytics_fonctionnalites where semaine = $1::date
)
select filtre, valeur,
       case when valeur is null then '~vide' when valeur = '' or starts_with(valeur, '~') then '~' || valeur else valeur end as code
from valeur
order by filtre, valeur nulls last;
