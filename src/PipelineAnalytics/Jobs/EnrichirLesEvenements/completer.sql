-- $1 a week: gives its events the agency that their user has since. A constant week keeps the other partitions out of it.
update public.evenement_engagement e
set agence = t.agence, departement = t.departement, region = t.region
from agence_trouvee t
where t.semaine = $1::text::date and e.semaine = $1::text::date and e.id_utilisateur = t.id_utilisateur and e.type_utilisateur = t.type_utilisateur
  and num_nonnulls(e.agence, e.departement, e.region) = 0
