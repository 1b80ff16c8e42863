-- Alertes ouvertes : ce qui a échoué et n'a pas réussi depuis, ou des données qui ne sont pas à jour.
select sujet, depuis, nuit, prochain, erreur
from pipeline.alerte
order by depuis;
