"""What matplotlib has and this front lacks, to say so where it is asked for."""

from _backflow_missing import lacking

_AXES = (
    "acorr angle_spectrum arrow_patch barbs boxplot broken_barh bxp cohere csd ecdf eventplot "
    "get_tightbbox hexbin indicate_inset inset_axes magnitude_spectrum pcolorfast phase_spectrum "
    "pie plot_date psd quiverkey secondary_xaxis secondary_yaxis specgram spy stackplot stairs "
    "streamplot table tricontour tricontourf tripcolor triplot violin violinplot xcorr "
    "plot_surface plot_wireframe plot3D scatter3D set_zlabel view_init"
)
_PYPLOT = (
    "autumn bone connect cool copper disconnect draw_all draw_if_interactive figaspect figimage "
    "flag get_current_fig_manager get_figlabels get_plot_commands ginput gray hot hsv imread "
    "imsave inferno install_repl_displayhook jet magma new_figure_manager nipy_spectral pink "
    "plasma polar prism rgrids spring subplot_mosaic subplot_tool summer switch_backend thetagrids "
    "viridis waitforbuttonpress winter xkcd"
)
AXES_METHODS = frozenset(_AXES.split())
PYPLOT_FUNCTIONS = AXES_METHODS | frozenset(_PYPLOT.split())


def attribute_error(owner: str, name: str, known: frozenset[str]) -> AttributeError:
    """Python's own words; for what matplotlib has, a hint that it is missing here."""
    text = f"{owner} has no attribute {name!r}"
    if name not in known:
        return AttributeError(text)
    hint = f"matplotlib has {name}; Backflow draws a part of matplotlib and lacks it."
    return lacking(text, hint, name)
