using NotebookKit.Charts;
using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Painting;

/// <summary>Words for an activation vector: each channel that speaks at a place, with how loud it is and the picture that it likes best.</summary>
/// <remarks>
/// The vector a = [0, 0, 0, 0, 31.4, 0, 0, 0, 49.0, 0, ...] says little; "channel 8 with 49.0 and channel 4 with 31.4", with the pictures of both
/// beside them, can be read. Olah and others 2018 (The Building Blocks of Interpretability); lecture S2 L12 (semantic dictionary).
/// </remarks>
/// <param name="Layer">The layer whose channels are explained.</param>
/// <param name="Words">The picture [C, H, W] of each channel that has one.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "It is the name of the method in the literature and in the lecture.")]
public sealed record SemanticDictionary(string Layer, IReadOnlyDictionary<int, Tensor> Words)
{
    /// <summary>Paints the pictures of some channels, all at once.</summary>
    /// <param name="model">A <see cref="Block"/>.</param>
    /// <param name="layer">The layer's name.</param>
    /// <param name="channels">Which channels, each once.</param>
    /// <param name="painter">How they are painted.</param>
    /// <param name="size">[C, H, W] of a picture.</param>
    /// <param name="rng">Where the first noise and the shifts come from; the session's generator when null.</param>
    public static SemanticDictionary Of(Module model, string layer, IReadOnlyList<int> channels, ActivationMaximisation painter, Shape size, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(painter);
        if (channels.Count == 0 || channels.Distinct().Count() != channels.Count || size.Rank != 3)
        {
            throw new ArgumentException($"SemanticDictionary: takes channels, each once, and the size [C, H, W] of a picture; got {string.Join(", ", channels)} and {size}.", nameof(channels));
        }

        Rng dice = rng ?? Rng.Current;
        Tensor start = ActivationMaximisation.Start([channels.Count, .. size.Span], rng: dice);
        Tensor painted = painter.Maximise(model, ActivationTarget.Channel(layer, [.. channels]), start, dice).Picture;
        return new(layer, channels.Select((channel, place) => (channel, place)).ToDictionary(word => word.channel, word => painted[word.place]));
    }

    /// <summary>The channels of a vector that are above 0, the largest first, at most so many; of equal ones the first.</summary>
    /// <param name="activations">A number for each channel.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static IReadOnlyList<SemanticWord> Top(ReadOnlySpan<double> activations, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        List<SemanticWord> all = [];
        for (int channel = 0; channel < activations.Length; channel++)
        {
            if (activations[channel] > 0)
            {
                all.Add(new(channel, activations[channel], null));
            }
        }

        return [.. all.OrderByDescending(word => word.Value).Take(count)];
    }

    /// <summary>Reads a vector: its largest channels with their pictures, where the dictionary has them.</summary>
    /// <param name="activations">A number for each channel.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<SemanticWord> Read(ReadOnlySpan<double> activations, int count = 4) =>
        [.. Top(activations, count).Select(word => word with { Picture = Words.GetValueOrDefault(word.Channel) })];

    /// <summary>Reads what the layer says about one place of a picture.</summary>
    /// <param name="model">A <see cref="Block"/>; it is set to use for the time.</param>
    /// <param name="input">[1, C, H, W], as the model gets it.</param>
    /// <param name="row">Row of the layer's map.</param>
    /// <param name="column">Column of the layer's map.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentException">The input is not one picture, the layer has no places, or the place is outside.</exception>
    public IReadOnlyList<SemanticWord> ReadAt(Module model, Tensor input, int row, int column, int count = 4)
    {
        PictureSmoothing.Check(nameof(SemanticDictionary), input);
        using ModelAtRest rest = new(model);
        using IDisposable off = Gradient.Off();
        Tensor features = ActivationTarget.At(model, Layer, input);
        if (features.Rank != 4 || features.Shape[0] != 1 || row < 0 || row >= features.Shape[2] || column < 0 || column >= features.Shape[3])
        {
            throw new ArgumentException($"SemanticDictionary: reads one place of one picture; {Layer} gives {features.Shape}, and asked was row {row}, column {column}.");
        }

        return Read(features[0, .., row, column].To(DType.Float64).ToArray<double>(), count);
    }

    /// <summary>Some words beside each other, with channel and value below.</summary>
    /// <param name="words">Words with pictures; others are left out.</param>
    /// <param name="title">Above them.</param>
    /// <exception cref="ArgumentException">None of the words has a picture.</exception>
    public static Figure Figure(IReadOnlyList<SemanticWord> words, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(words);
        SemanticWord[] shown = [.. words.Where(word => word.Picture is not null)];
        return shown.Length > 0
            ? Pictures.Show(Tensor.Stack([.. shown.Select(word => word.Picture!)]), [.. shown.Select(word => (Caption)word.ToString())], title, null)
            : throw new ArgumentException("SemanticDictionary.Figure: none of the words has a picture; paint their channels with SemanticDictionary.Of.", nameof(words));
    }

    /// <summary>The layer and how many words, in a line.</summary>
    public override string ToString() => $"a dictionary of {Words.Count} channels of {Layer}";
}

/// <summary>A channel that speaks.</summary>
/// <param name="Channel">Its number, from 0.</param>
/// <param name="Value">How loud.</param>
/// <param name="Picture">What it likes best, [C, H, W]; null when that was not painted.</param>
public sealed record SemanticWord(int Channel, double Value, Tensor? Picture)
{
    /// <summary>The number and the value.</summary>
    public override string ToString() => FormattableString.Invariant($"{Channel}: {Value:F1}");
}
