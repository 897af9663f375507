using NotebookKit.Charts;
using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>A place that excites a unit.</summary>
/// <param name="Unit">The map, or the number of a dense layer.</param>
/// <param name="Input">Which of the pictures.</param>
/// <param name="Row">Row of the map; 0 in a dense layer.</param>
/// <param name="Column">Column of the map; 0 in a dense layer.</param>
/// <param name="Activation">How strongly.</param>
/// <param name="Window">What the place sees of the picture.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record ExcitingPatch(int Unit, int Input, int Row, int Column, double Activation, PatchWindow Window)
{
    /// <summary>Where and how strongly, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"unit {Unit}: {Activation:G4} in picture {Input}, {Window}");
}

/// <summary>For every unit of a layer the pictures that excite it most, and in each the patch that it sees there.</summary>
/// <remarks>Of each picture the place of the largest activation counts; of equally strong pictures the earlier comes first. Zeiler and Fergus 2014; lecture S2 L12 (finding activations).</remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class TopPatches
{
    private readonly ExcitingPatch[][] units;

    private TopPatches(string layer, ExcitingPatch[][] units, Pair size) => (Layer, this.units, Size) = (layer, units, size);

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>How many units the layer has.</summary>
    public int Units => units.Length;

    /// <summary>Rows and columns of a patch that is not cut by the picture's edge.</summary>
    public Pair Size { get; }

    /// <summary>The patches of a unit, the most exciting first.</summary>
    public IReadOnlyList<ExcitingPatch> this[int unit] => units[unit];

    /// <summary>Looks through pictures, batch by batch; the model is put into the manner of use meanwhile and keeps its state.</summary>
    /// <param name="model">The network.</param>
    /// <param name="pictures">[N, channels, H, W], as the network takes them.</param>
    /// <param name="layer">A layer that gives [N, maps, h, w] or [N, units].</param>
    /// <param name="k">How many patches of each unit; of different pictures.</param>
    /// <param name="batchSize">Pictures at a time.</param>
    /// <param name="progress">Told after each batch how many pictures are done.</param>
    /// <exception cref="ArgumentException">These are no pictures, k is not from 1 to N, or the layer is unknown, gives something else, or a number that is not one.</exception>
    public static TopPatches Of(Block model, Tensor pictures, string layer, int k = 9, int batchSize = 64, Action<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        int count = pictures.Rank == 4 ? pictures.Shape[0] : 0;
        if (k < 1 || k > count)
        {
            throw new ArgumentException($"TopPatches: takes pictures [N, channels, H, W] and k from 1 to N, and got {pictures.Shape} and {k}.", nameof(pictures));
        }

        List<(float Value, int Place)[]> found = [];
        Shape map = default;
        for (int from = 0; from < count; from += batchSize)
        {
            Cancellation.ThrowIfRequested();
            using Memory.BufferScope scope = new();
            int to = Math.Min(count, from + batchSize);
            Tensor values = Recording.Of(model, pictures[from..to], [layer])[0].Values;
            map = values.Shape;
            if (map.Rank is not (2 or 4))
            {
                throw new ArgumentException($"TopPatches: takes a layer that gives [N, maps, h, w] or [N, units], and {layer} gives {map}.", nameof(layer));
            }

            Tensor flat = values.Reshape(map[0], map[1], -1);
            float[] best = flat.Max(2).To(DType.Float32).ToArray<float>();
            long[] places = flat.ArgMax(2).ToArray<long>();
            for (int i = 0; i < map[0]; i++)
            {
                found.Add([.. Enumerable.Range(i * map[1], map[1]).Select(at => (best[at], (int)places[at]))]);
            }

            if (best.Any(float.IsNaN))
            {
                throw new ArgumentException($"TopPatches: layer {layer} gives a number that is NaN for a picture of {from} to {to - 1}.", nameof(model));
            }

            progress?.Invoke(to);
        }

        Pair whole = (pictures.Shape[2], pictures.Shape[3]);
        ReceptiveField? field = map.Rank == 4 ? ReceptiveField.Of(model, layer, [.. pictures.Shape.Span[1..]]) : null;
        int width = map.Rank == 4 ? map[3] : 1;
        ExcitingPatch Patch(int unit, int input)
        {
            (float value, int place) = found[input][unit];
            (int row, int column) = (place / width, place % width);
            return new(unit, input, row, column, value, field?.At(row, column) ?? new(0, 0, whole.Height, whole.Width));
        }

        ExcitingPatch[][] units = [.. Enumerable.Range(0, map[1]).Select(unit => Enumerable.Range(0, count)
            .OrderByDescending(input => found[input][unit].Value).ThenBy(input => input).Take(k).Select(input => Patch(unit, input)).ToArray())];
        return new(layer, units, field?.Size ?? whole);
    }

    /// <summary>Cuts a patch out of a picture; what lies beyond the edge is filled, so that all patches of a layer have one size.</summary>
    /// <param name="pictures">[N, channels, H, W], the same pictures, in any values.</param>
    /// <param name="patch">Which patch.</param>
    /// <param name="fill">What stands beyond the edge.</param>
    /// <returns>[channels, rows, columns].</returns>
    public Tensor Cut(Tensor pictures, ExcitingPatch patch, double fill = 0.5)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(patch);
        PatchWindow own = patch.Window;
        if (pictures.Rank != 4 || patch.Input >= pictures.Shape[0] || own.Top + own.Height > pictures.Shape[2] || own.Left + own.Width > pictures.Shape[3])
        {
            throw new ArgumentException($"Cut: the patch, {patch}, is not inside pictures {pictures.Shape}; give the pictures that were looked at.", nameof(pictures));
        }

        Tensor cut = pictures.Detach()[patch.Input][.., own.Top..(own.Top + own.Height), own.Left..(own.Left + own.Width)];
        int above = Missing(own.Top, own.Height, Size.Height, pictures.Shape[2]), left = Missing(own.Left, own.Width, Size.Width, pictures.Shape[3]);
        Tensor Filled(int rows, int columns) => Tensor.Full([cut.Shape[0], rows, columns], fill, cut.DType);
        cut = Tensor.Concat([Filled(above, own.Width), cut, Filled(Size.Height - above - own.Height, own.Width)], 1);
        return Tensor.Concat([Filled(Size.Height, left), cut, Filled(Size.Height, Size.Width - left - own.Width)], 2);
    }

    /// <summary>The patches of some units, a row each, the most exciting first.</summary>
    /// <param name="pictures">[N, 1 or 3, H, W] from 0 to 1, the same pictures as a person sees them.</param>
    /// <param name="chosen">Units to show, a row each; the first eight when null.</param>
    /// <param name="title">Stands above.</param>
    /// <param name="width">Pixels of a patch on the page.</param>
    public Figure Draw(Tensor pictures, IReadOnlyList<int>? chosen = null, string? title = null, double width = 52)
    {
        ExcitingPatch[] all = [.. (chosen ?? [.. Enumerable.Range(0, Math.Min(8, Units))]).SelectMany(unit => units[unit])];
        int k = units[0].Length;
        Caption[] captions = [.. all.Select((patch, i) => (Caption)(i % k == 0 ? $"unit {patch.Unit}" : FormattableString.Invariant($"{patch.Activation:G3}")))];
        byte[] pixels = PicturePixels.Bytes(Tensor.Stack([.. all.Select(patch => Cut(pictures, patch))]), out int channels);
        return new(new ImageGrid(pixels, Size.Height, Size.Width, channels) { Captions = captions, Columns = k, DisplayWidth = width })
        {
            Title = title ?? $"What excites units of {Layer} most",
        };
    }

    /// <summary>How many units and patches, in a line.</summary>
    public override string ToString() => $"{Layer}: the {units[0].Length} most exciting patches of {Size} pixels for each of {Units} units";

    private static int Missing(int from, int length, int size, int whole) => from > 0 ? 0 : from + length < whole ? size - length : (size - length) / 2;
}
