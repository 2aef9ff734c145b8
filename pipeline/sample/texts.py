"""What customers and agents of the sample write, in Spanish.

In:     a random generator, a topic, a tone
Out:    one sentence or two, with the slots filled
Units:  none
Errors: KeyError when a topic has no texts
Source: written for this sample; nobody said them
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

    from pipeline.sample.world import Score

SUBJECTS: Final = {
    "avería": ("Sin internet en casa", "El router no conecta", "La fibra va muy lenta"),
    "factura": ("Duda con la factura", "Me han cobrado de más", "No entiendo el recibo"),
    "instalación": ("Fecha de instalación", "¿Cuándo viene el técnico?"),
    "cobertura móvil": ("Sin cobertura móvil", "Los datos del móvil no van"),
    "cambio de tarifa": ("Cambio de tarifa", "Quiero más velocidad"),
    "portabilidad": ("Portabilidad de mi número", "¿Qué pasa con mi línea?"),
}

OPENINGS: Final = {
    "avería": (
        "Llevo {dias} días sin internet y trabajo desde casa. Es desesperante.",
        "Buenas, el router tiene la luz roja desde {momento}.",
        "La fibra se corta cada {dias} horas, ¿pueden mirarlo?",
        "Se ha ido la conexión {momento} y no vuelve. He reiniciado el router sin suerte.",
        "Pago 600 megas y me llegan {numero}. Así no se puede trabajar.",
    ),
    "factura": (
        "La factura de {mes} trae {numero} euros de más y nadie me lo explica.",
        "Hola, ¿me pueden explicar el cargo de {numero} euros de {mes}?",
        "El primer recibo no cuadra con lo que firmé.",
        "Me han cobrado dos veces la cuota de {mes}. Quiero la devolución.",
        "Necesito una copia de la factura de {mes}, gracias.",
    ),
    "instalación": (
        "Firmé el contrato y quiero saber qué día viene el técnico.",
        "¿Me confirman la fecha de la instalación? Tengo que pedir permiso en el trabajo.",
        "Hola, ¿la instalación será por la mañana o por la tarde?",
        "Sigo esperando la llamada para la instalación de la fibra.",
    ),
    "cobertura móvil": (
        "En mi calle no tengo cobertura desde {momento}.",
        "Los datos del móvil van a pedales, y eso que tengo buena señal.",
        "Estoy de vacaciones y el móvil no encuentra red.",
    ),
    "cambio de tarifa": (
        "Quiero pasar a la tarifa de 1000 megas, ¿qué tengo que hacer?",
        "He visto una oferta mejor para clientes nuevos y quiero la misma.",
        "¿Puedo bajar de tarifa sin penalización?",
    ),
    "portabilidad": (
        "¿Cuándo pasa mi número a Fibra Sol?",
        "Mi compañía anterior dice que no ha recibido la portabilidad.",
        "Llevo {dias} días con dos líneas a medias, menudo lío.",
    ),
}

FOLLOW_UPS: Final = (
    "¿Hay alguna novedad?",
    "Ya he hecho lo que me dijo y sigue igual.",
    "Le mando la foto que me pidió.",
    "Vale, espero su respuesta.",
    "Gracias por contestar tan rápido.",
    "Sigo igual que {momento}, por favor miren mi caso.",
)

REPEATS: Final = (
    "Ya lo expliqué todo por WhatsApp y me hacen empezar de cero.",
    "Es la segunda vez que cuento lo mismo: ya lo escribí por WhatsApp.",
    "Llamo porque por WhatsApp nadie me soluciona nada. ¿No ven lo que escribí?",
    "Otra vez tengo que repetir el problema. En el chat ya di todos los datos.",
    "Por WhatsApp me dijeron que llamara, y ahora me piden los mismos datos.",
)

REOPENINGS: Final = (
    "Lo dieron por resuelto y no lo está.",
    "Sigue igual. Facturación dice que es cosa de los técnicos.",
    "Me pasan de un departamento a otro y nadie lo arregla.",
    "El problema ha vuelto a los {dias} días.",
    "La corrección que prometieron no aparece en el recibo.",
)

AGENT: Final = (
    "Hola {nombre}, lo estoy revisando y le digo algo enseguida.",
    "Buenos días, {nombre}. ¿Me confirma su número de cliente, por favor?",
    "Gracias por la información, {nombre}. Paso su caso al equipo que lo lleva.",
    "Siento las molestias, {nombre}. Vemos una incidencia en su zona.",
    "He comprobado su línea y está correcta. ¿Puede apagar el router {dias} minutos?",
    "Le confirmo que hemos tomado nota, {nombre}.",
)

CLOSINGS: Final = (
    "Ya está resuelto, {nombre}. Gracias por su paciencia.",
    "Hemos corregido la incidencia. Un saludo, {nombre}.",
    "Dejo el caso cerrado; si necesita algo más, aquí estamos.",
)

NOTES: Final = (
    "Paso el caso al otro equipo, el cliente ya ha dado sus datos.",
    "Revisado en el sistema, corresponde a otro departamento.",
)

RATINGS: Final[dict[str, tuple[str, ...]]] = {
    "good": (
        "Muy amables y rápidos.",
        "Todo perfecto, gracias.",
        "Me lo solucionaron a la primera.",
        "El técnico fue puntual y muy profesional.",
        "Encantada con la atención.",
        "",
        "",
    ),
    "bad": (
        "Tardaron muchísimo.",
        "Fatal, he tenido que repetir lo mismo tres veces.",
        "Demasiada espera para una instalación.",
        "Nadie sabe nada, me pasan de uno a otro.",
        "No lo solucionaron, muy decepcionado.",
        "Una vergüenza de servicio.",
        "",
    ),
}

_MONTHS = ("junio", "julio", "agosto", "septiembre")
_MOMENTS = ("ayer", "esta mañana", "el lunes", "anoche", "la semana pasada")


def filled(rng: Random, sentences: tuple[str, ...], *, name: str = "") -> str:
    """Draw a sentence and fill its slots."""
    return rng.choice(sentences).format(
        dias=rng.randrange(2, 9),
        numero=rng.randrange(12, 90),
        mes=rng.choice(_MONTHS),
        momento=rng.choice(_MOMENTS),
        nombre=name,
    )


def rating_text(rng: Random, score: Score) -> str:
    """Draw what a customer adds to a rating; often nothing."""
    return rng.choice(RATINGS[score])
