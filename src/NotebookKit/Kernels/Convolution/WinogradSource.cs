using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Brings the numbers of images under a tile to their values at its 36 points.</summary>
internal static unsafe class WinogradSource
{
    /// <summary>Transforms six by six pixels: in place where they lie in a channels-last image, else copied with zeros for what lies outside.</summary>
    /// <param name="source">The images.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="channels">Channels, rounded up to whole vectors; the rest become 0.</param>
    /// <param name="patch">Room for 36 pixels.</param>
    /// <param name="aside">Room for 36 vectors.</param>
    /// <param name="to">The tile's values at the first point.</param>
    /// <param name="step">To those at the next point.</param>
    public static void Read<TVector, T>(ImageView<T> source, WinogradTile tile, int channels, T* patch, T* aside, T* to, nint step)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Side = WinogradTiles.SourceSide;
        T* from = patch;
        nint rowStep = Side * channels;
        if (source.IsChannelsLast && source.Channels == channels && tile.LiesInside(source.Height, source.Width))
        {
            from = source.Pixel(tile.Image, tile.SourceRow, tile.SourceColumn);
            rowStep = (nint)source.Width * channels;
        }
        else
        {
            source.Copy(tile.Image, tile.SourceRow, Side, tile.SourceColumn, Side, patch, channels);
        }

        WinogradPasses.Both<WinogradPasses.Image, TVector, T>(channels, from, rowStep, channels, aside, to, Side * step, step);
    }

    /// <summary>Transforms the slopes of four by four map pixels, panel by panel of their filters; slopes of pixels that are none are 0.</summary>
    /// <param name="maps">The slopes of the maps.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="width">Filters of a panel.</param>
    /// <param name="panels">How many panels.</param>
    /// <param name="patch">Room for 16 pixels.</param>
    /// <param name="aside">Room for 36 vectors.</param>
    /// <param name="to">The tile's values at the first point, in the first panel.</param>
    /// <param name="panelStep">To those in the next panel.</param>
    /// <param name="step">To those at the next point.</param>
    public static void ReadSlopes<TVector, T>(ImageView<T> maps, WinogradTile tile, int width, int panels, T* patch, T* aside, T* to, nint panelStep, nint step)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Side = WinogradTiles.Side;
        int pixel = width * panels;
        T* from = patch;
        nint rowStep = Side * pixel;
        if (maps.IsChannelsLast && maps.Channels == pixel && tile.IsWhole)
        {
            from = maps.Pixel(tile.Image, tile.Row, tile.Column);
            rowStep = (nint)maps.Width * pixel;
        }
        else
        {
            maps.Copy(tile.Image, tile.Row, Side, tile.Column, Side, patch, pixel);
        }

        for (int panel = 0; panel < panels; panel++, from += width, to += panelStep)
        {
            WinogradPasses.Both<WinogradPasses.ResultBack, TVector, T>(width, from, rowStep, pixel, aside, to, WinogradTiles.SourceSide * step, step);
        }
    }
}
