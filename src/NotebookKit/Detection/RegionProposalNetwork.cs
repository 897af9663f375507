using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Detection;

/// <summary>The region proposal network: a small window slides over the features and says for each of its anchors whether there is something, and where exactly.</summary>
/// <remarks>
/// A 3 x 3 convolution, then two 1 x 1: objectness (one sigmoid) and four offsets an anchor. [N, C, H, W] gives [N, H x W x anchors, 5]. With three
/// scales and three ratios 9 anchors at each place. Ren et al. 2015; lecture S2 L8.
/// </remarks>
public sealed class RegionProposalNetwork : Module
{
    private readonly Conv2d window;
    private readonly Conv2d answers;

    /// <summary>Makes the network.</summary>
    /// <param name="channels">Maps of features.</param>
    /// <param name="map">Rows and columns of the features.</param>
    /// <param name="stride">Pixels of the picture from one place to the next.</param>
    /// <param name="scales">Sides of the square anchors in pixels; 12, 16 and 20 when null.</param>
    /// <param name="ratios">Height over width; 1, 2 and 1/2 when null.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public RegionProposalNetwork(int channels, Pair map, int stride, IReadOnlyList<double>? scales = null, IReadOnlyList<double>? ratios = null, Rng? rng = null)
    {
        AnchorsEach = (scales?.Count ?? 3) * (ratios?.Count ?? 3);
        Anchors = Detection.Anchors.Grid(map, stride, scales ?? [12, 16, 20], ratios ?? [1, 2, 0.5]);
        Picture = new(map.Height * stride, map.Width * stride);
        window = new Conv2d(channels, channels, 3, padding: 1, rng: rng);
        answers = new Conv2d(channels, AnchorsEach * 5, 1, rng: rng);
    }

    /// <summary>Anchors at each place.</summary>
    public int AnchorsEach { get; }

    /// <summary>All anchors, rows x columns x <see cref="AnchorsEach"/>.</summary>
    public IReadOnlyList<Box> Anchors { get; }

    /// <summary>How the way from an anchor to a box is written.</summary>
    public BoxCode Code { get; init; } = new() { ShiftUnit = 0.1, SizeUnit = 0.2 };

    /// <summary>Anchors that are taught in each picture, half of them positive where there are as many.</summary>
    public int Taught { get; init; } = 32;

    private Pair Picture { get; }

    /// <summary>[N, anchors, 5]: objectness before the sigmoid, then dx, dy, dw, dh.</summary>
    public override Tensor Forward(Tensor input) => Detection.Anchors.ToRows(answers.Forward(window.Forward(input).Relu()), 5);

    /// <summary>Its two losses: is there an object at this anchor, and where.</summary>
    /// <param name="outputs">[N, anchors, 5].</param>
    /// <param name="objects">What is on each picture; classes do not matter.</param>
    /// <param name="rng">Where the sample comes from; the session's generator when null.</param>
    public (Tensor Objectness, Tensor Place) Losses(Tensor outputs, IReadOnlyList<IReadOnlyList<LabelledBox>> objects, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(objects);
        Tensor rows = outputs.Reshape(-1, 5);
        List<int> taught = [], positive = [];
        List<float> truth = [];
        List<Box> from = [], to = [];
        for (int image = 0; image < objects.Count; image++)
        {
            AnchorMatch match = AnchorMatch.Of(Anchors, [.. objects[image].Select(thing => thing.Box)], 0.6, 0.3);
            (IReadOnlyList<int> positives, IReadOnlyList<int> negatives) = match.Sample(Taught, 0.5, rng);
            int first = image * Anchors.Count;
            taught.AddRange(positives.Concat(negatives).Select(anchor => first + anchor));
            truth.AddRange(Enumerable.Repeat(1f, positives.Count).Concat(Enumerable.Repeat(0f, negatives.Count)));
            positive.AddRange(positives.Select(anchor => first + anchor));
            from.AddRange(positives.Select(anchor => Anchors[anchor]));
            to.AddRange(positives.Select(anchor => objects[image][match.ObjectOf[anchor]].Box));
        }

        Tensor objectness = Loss.BinaryCrossEntropyOfScores(Detector.Rows(rows, taught)[.., 0], Tensor.From([.. truth]));
        Tensor place = positive.Count == 0
            ? rows.Sum() * 0
            : Loss.SmoothAbsoluteError(Detector.Rows(rows, positive)[.., 1..], Code.Encode(from, to), reduction: Reduction.Sum) / positive.Count;
        return (objectness, place);
    }

    /// <summary>The surest regions of each picture, moved as the network says, clipped to the picture and suppressed.</summary>
    /// <param name="outputs">[N, anchors, 5].</param>
    /// <param name="most">Proposals of a picture at most.</param>
    /// <param name="overlap">From this intersection over union on, the less sure of two goes.</param>
    public IReadOnlyList<IReadOnlyList<Box>> Propose(Tensor outputs, int most = 20, double overlap = 0.7)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        float[] numbers = outputs.Detach().ToArray<float>();
        return [.. numbers.Chunk(Anchors.Count * 5).Select(picture =>
        {
            IEnumerable<ScoredBox> best = Enumerable.Range(0, Anchors.Count).OrderByDescending(i => picture[5 * i]).Take(4 * most).Select(i =>
            {
                BoxOffset way = new(picture[(5 * i) + 1], picture[(5 * i) + 2], picture[(5 * i) + 3], picture[(5 * i) + 4]);
                return new ScoredBox(Code.Decode(Anchors[i], way).Clip(Picture.Width, Picture.Height), 0, picture[5 * i]);
            });
            return (IReadOnlyList<Box>)[.. Suppression.Greedy([.. best.Where(box => box.Box.Width >= 1 && box.Box.Height >= 1)], overlap, most: most).Select(box => box.Box)];
        })];
    }
}
