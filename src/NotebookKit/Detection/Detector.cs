using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Training;

namespace NotebookKit.Detection;

/// <summary>One of the losses that a detector is taught by.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">A single number with its gradient; weighted as it goes into the sum.</param>
public readonly record struct DetectionLoss(string Name, Tensor Value);

/// <summary>A network that finds objects, trained like any other: <c>new Trainer(detector, optimizer) { Loss = detector.Loss }.Fit(set.ToDataset())</c>.</summary>
/// <remarks>Forward gives the raw outputs that the losses are computed from; <c>Detect</c> gives boxes.</remarks>
public abstract class Detector : Module
{
    /// <summary>Notes how many classes there are.</summary>
    protected Detector(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        Classes = classes;
    }

    /// <summary>How many classes it tells apart, without background.</summary>
    public int Classes { get; }

    /// <summary>Boxes with a lower score are not reported.</summary>
    public double LeastScore { get; init; } = 0.05;

    /// <summary>From this intersection over union on, the less sure of two boxes of a class is suppressed.</summary>
    public double Overlap { get; init; } = 0.45;

    /// <summary>At most so many boxes are reported on a picture.</summary>
    public int Most { get; init; } = 100;

    /// <summary>Each loss by itself; <see cref="Loss"/> is their sum.</summary>
    /// <param name="outputs">What Forward gave.</param>
    /// <param name="objects">What is on each picture.</param>
    /// <param name="proposals">Proposals for each picture, for detectors that take them from elsewhere; empty lists else.</param>
    public abstract IReadOnlyList<DetectionLoss> Losses(Tensor outputs, IReadOnlyList<IReadOnlyList<LabelledBox>> objects, IReadOnlyList<IReadOnlyList<Box>> proposals);

    /// <summary>The boxes that outputs mean, before suppression.</summary>
    /// <param name="outputs">What Forward gave.</param>
    /// <param name="proposals">Proposals for each picture, for detectors that take them from elsewhere; null else.</param>
    public abstract IReadOnlyList<IReadOnlyList<ScoredBox>> Decode(Tensor outputs, IReadOnlyList<IReadOnlyList<Box>>? proposals = null);

    /// <summary>The sum of all losses: what <see cref="Trainer.Loss"/> takes.</summary>
    /// <param name="outputs">What Forward gave.</param>
    /// <param name="targets">[N, rows, 5] as <see cref="DetectionSet.ToDataset"/> makes them.</param>
    /// <exception cref="ArgumentException">An object is of a class that the detector does not know.</exception>
    public Tensor Loss(Tensor outputs, Tensor targets) => Losses(outputs, targets).Select(part => part.Value).Aggregate((sum, next) => sum + next);

    /// <summary>Each loss by itself, from targets as a <see cref="Trainer"/> hands them on.</summary>
    /// <param name="outputs">What Forward gave.</param>
    /// <param name="targets">[N, rows, 5] as <see cref="DetectionSet.ToDataset"/> makes them.</param>
    /// <exception cref="ArgumentException">An object is of a class that the detector does not know.</exception>
    public virtual IReadOnlyList<DetectionLoss> Losses(Tensor outputs, Tensor targets)
    {
        (IReadOnlyList<IReadOnlyList<LabelledBox>> objects, IReadOnlyList<IReadOnlyList<Box>> proposals) = DetectionSet.ReadTargets(targets);
        Check(objects);
        return Losses(outputs, objects, proposals);
    }

    /// <summary>Finds objects on pictures.</summary>
    /// <param name="images">[N, channels, H, W] of floats from 0 to 1.</param>
    /// <param name="proposals">Proposals for each picture, for detectors that take them from elsewhere; null else.</param>
    /// <returns>For each picture the boxes that are left after suppression, the surest first.</returns>
    public IReadOnlyList<IReadOnlyList<ScoredBox>> Detect(Tensor images, IReadOnlyList<IReadOnlyList<Box>>? proposals = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        using BufferScope scope = new();
        Tensor outputs = Predict(images);
        using (Gradient.Off())
        {
            (int height, int width) = (images.Shape[2], images.Shape[3]);
            return [.. Decode(outputs, proposals).Select(boxes => Suppression.Greedy([.. boxes.Select(box => box with { Box = box.Box.Clip(width, height) })], Overlap, LeastScore, Most))];
        }
    }

    /// <summary>Finds objects on every picture of a set.</summary>
    /// <param name="set">The pictures.</param>
    /// <param name="proposals">Proposals for each picture, for detectors that take them from elsewhere; null else.</param>
    /// <param name="batchSize">Pictures at once.</param>
    public IReadOnlyList<IReadOnlyList<ScoredBox>> Detect(DetectionSet set, IReadOnlyList<IReadOnlyList<Box>>? proposals = null, int batchSize = 50)
    {
        ArgumentNullException.ThrowIfNull(set);
        List<IReadOnlyList<ScoredBox>> all = [];
        foreach (int[] pictures in Enumerable.Range(0, set.Count).Chunk(batchSize))
        {
            all.AddRange(Detect(set.Load(pictures), proposals is null ? null : [.. pictures.Select(picture => proposals[picture])]));
        }

        return all;
    }

    /// <summary>Mean average precision on a set, by PASCAL VOC's rule.</summary>
    /// <param name="set">Pictures that it has not learned from.</param>
    /// <param name="overlap">The intersection over union that is enough.</param>
    /// <param name="proposals">Proposals for each picture, for detectors that take them from elsewhere; null else.</param>
    public DetectionScores Evaluate(DetectionSet set, double overlap = 0.5, IReadOnlyList<IReadOnlyList<Box>>? proposals = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        return BoxScores.Voc(Detect(set, proposals), set.Objects, overlap);
    }

    /// <summary>Rows of a tensor by number.</summary>
    internal static Tensor Rows(Tensor rows, IReadOnlyList<int> numbers) => rows.IndexSelect(0, Tensor.From([.. numbers.Select(number => (long)number)]));

    /// <summary>Refuses objects of classes that the detector does not know.</summary>
    private protected void Check(IReadOnlyList<IReadOnlyList<LabelledBox>> objects)
    {
        foreach (LabelledBox thing in objects.SelectMany(list => list))
        {
            if (thing.Class >= Classes)
            {
                throw new ArgumentException($"{GetType().Name}: an object is of class {thing.Class}, and it tells {Classes} classes apart, 0 to {Classes - 1}.", nameof(objects));
            }
        }
    }
}
