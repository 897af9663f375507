using NotebookKit.Layers;

namespace NotebookKit.Detection;

/// <summary>You only look once: one convolution over the features says every cell's box, confidence and class, in one pass.</summary>
/// <remarks>
/// Losses as in the paper, per object: 5 ((x - x')^2 + (y - y')^2 + (sqrt w - sqrt w')^2 + (sqrt h - sqrt h')^2); the confidence against the
/// overlap that the box has now, 0 in empty cells, which count half; and the class. Where the paper squares differences of probabilities,
/// this takes the cross-entropy, as YOLO does since its third version. Redmon et al. 2016; lecture S2 L11.
/// </remarks>
public sealed class Yolo : Detector
{
    private const double PlaceWeight = 5, EmptyWeight = 0.5;
    private readonly DetectionBackbone backbone;
    private readonly Conv2d head;

    /// <summary>Makes the detector.</summary>
    /// <param name="backbone">The trunk; its stride is the size of a cell.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="size">Pixels of a side of the pictures.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The cells do not fill the picture.</exception>
    public Yolo(DetectionBackbone backbone, int classes, int size = 64, Rng? rng = null)
        : base(classes)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        if (size < 1 || size % backbone.Stride != 0)
        {
            throw new ArgumentException($"Yolo: cells of {backbone.Stride} pixels do not fill pictures of {size}; take a multiple.", nameof(size));
        }

        this.backbone = backbone;
        Grid = new YoloGrid(size, size / backbone.Stride, classes);
        head = new Conv2d(backbone.OutChannels, Grid.Channels, 1, rng: rng);
    }

    /// <summary>What the outputs mean.</summary>
    public YoloGrid Grid { get; }

    /// <summary>[N, classes + 5, cells, cells]: scores, before sigmoid (box, confidence) and softmax (classes).</summary>
    public override Tensor Forward(Tensor input) => head.Forward(backbone.Forward(input));

    /// <inheritdoc/>
    public override IReadOnlyList<DetectionLoss> Losses(Tensor outputs, IReadOnlyList<IReadOnlyList<LabelledBox>> objects, IReadOnlyList<IReadOnlyList<Box>> proposals)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(objects);
        Tensor rows = outputs.Permute(0, 2, 3, 1).Reshape(-1, Grid.Channels);
        (List<int> cells, List<LabelledBox> things) = Responsible(objects);
        int count = Math.Max(1, cells.Count);
        float[] confidences = new float[rows.Shape[0]], weights = [.. Enumerable.Repeat((float)EmptyWeight, rows.Shape[0])];
        List<DetectionLoss> losses = [];
        if (cells.Count > 0)
        {
            Tensor picked = Rows(rows, cells);
            Tensor places = picked[.., 0..4].Sigmoid();
            Tensor meant = Tensor.From([.. things.SelectMany(thing => Grid.Numbers(thing.Box)).Select(number => (float)number)], [cells.Count, 4]);
            Tensor shifts = (places[.., 0..2] - meant[.., 0..2]).Square().Sum();
            Tensor sizes = (places[.., 2..4].Sqrt() - meant[.., 2..4].Sqrt()).Square().Sum();
            losses.Add(new("place", (shifts + sizes) * (PlaceWeight / count)));
            Tensor labels = Tensor.From([.. things.Select(thing => (long)thing.Class)]);
            losses.Add(new("class", picked[.., 5..].CrossEntropy(labels)));
            float[] now = places.Detach().ToArray<float>();
            for (int i = 0; i < cells.Count; i++)
            {
                int cell = cells[i] % (Grid.Cells * Grid.Cells);
                Box box = Grid.BoxOf(cell / Grid.Cells, cell % Grid.Cells, now[4 * i], now[(4 * i) + 1], now[(4 * i) + 2], now[(4 * i) + 3]);
                (confidences[cells[i]], weights[cells[i]]) = ((float)box.IoU(things[i].Box), 1);
            }
        }

        Tensor confidence = ConfidenceLoss(rows[.., 4], confidences, weights);
        losses.Add(new("confidence", confidence / count));
        return losses;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<ScoredBox>> Decode(Tensor outputs, IReadOnlyList<IReadOnlyList<Box>>? proposals = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Tensor maps = Probabilities(outputs);
        return [.. Enumerable.Range(0, maps.Shape[0]).Select(image => Grid.Decode(maps[image], LeastScore))];
    }

    /// <summary>Outputs as probabilities, [N, classes + 5, cells, cells]; the map of number 4 is the objectness that a heat map shows.</summary>
    public static Tensor Probabilities(Tensor outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return Tensor.Concat([outputs[.., 0..5].Sigmoid(), outputs[.., 5..].Softmax(1)], 1);
    }

    private static Tensor ConfidenceLoss(Tensor scores, float[] targets, float[] weights) =>
        (NotebookKit.Losses.Loss.BinaryCrossEntropyOfScores(scores, Tensor.From(targets), reduction: NotebookKit.Losses.Reduction.None) * Tensor.From(weights)).Sum();

    // The cells that have something to say, over all pictures, and what; the first object of a cell counts.
    private (List<int> Cells, List<LabelledBox> Things) Responsible(IReadOnlyList<IReadOnlyList<LabelledBox>> objects)
    {
        List<int> cells = [];
        List<LabelledBox> things = [];
        HashSet<int> taken = [];
        for (int image = 0; image < objects.Count; image++)
        {
            foreach (LabelledBox thing in objects[image])
            {
                (int row, int column) = Grid.CellOf(thing.Box);
                int cell = (((image * Grid.Cells) + row) * Grid.Cells) + column;
                if (taken.Add(cell))
                {
                    cells.Add(cell);
                    things.Add(thing);
                }
            }
        }

        return (cells, things);
    }
}
