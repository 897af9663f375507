using NotebookKit.Data;
using NotebookKit.Files;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Detection;

/// <summary>Four ways to find handwritten digits on canvases of 64 x 64, all on one trunk: YOLO, SSD, RetinaNet and Mask R-CNN, which holds a Faster R-CNN.</summary>
/// <remarks>
/// The trunk learns once, under YOLO; the other heads learn on its features while it is held (<see cref="DetectionBackbone.IsHeld"/>). The weights
/// of <see cref="Pretrained"/> were made by
/// <code>
/// DigitDetectors detectors = new(new Rng(3));
/// detectors.Train(Datasets.Mnist().Train, report: Console.Out);
/// detectors.Save("digit-detectors.safetensors");
/// </code>
/// Lectures S2 L8 and L11.
/// </remarks>
public sealed class DigitDetectors
{
    private const string TrunkName = "trunk", InDetector = "backbone.", InMasks = "boxes.backbone.";

    /// <summary>Makes the detectors, untrained.</summary>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public DigitDetectors(Rng? rng = null)
    {
        Trunk = new DetectionBackbone(rng: rng);
        Yolo = new Yolo(Trunk, 10, rng: rng);
        Ssd = new Ssd(Trunk, 10, rng: rng);
        RetinaNet = new RetinaNet(Trunk, 10, rng: rng);
        FasterRcnn = new FasterRcnn(Trunk, 10, rng: rng);
        MaskRcnn = new MaskRcnn(FasterRcnn, new MaskHead(Trunk.OutChannels, Trunk.Stride, rng: rng));
    }

    /// <summary>What all of them look at pictures with.</summary>
    public DetectionBackbone Trunk { get; }

    /// <summary>One box a cell, in one pass.</summary>
    public Yolo Yolo { get; }

    /// <summary>Default boxes on two maps.</summary>
    public Ssd Ssd { get; }

    /// <summary>All anchors, with the focal loss.</summary>
    public RetinaNet RetinaNet { get; }

    /// <summary>Proposals first, then a look at each.</summary>
    public FasterRcnn FasterRcnn { get; }

    /// <summary><see cref="FasterRcnn"/> with a head for the pixels.</summary>
    public MaskRcnn MaskRcnn { get; }

    private IEnumerable<(string Name, Detector Detector)> Heads => [("yolo", Yolo), ("ssd", Ssd), ("retinanet", RetinaNet), ("maskrcnn", MaskRcnn)];

    /// <summary>The detectors as they come with the kit, trained on digits of MNIST's training split.</summary>
    public static DigitDetectors Pretrained()
    {
        DigitDetectors detectors = new(new Rng(0));
        detectors.Load(StateDictionary.Of(Datasets.Weights("digit-detectors")));
        return detectors;
    }

    /// <summary>Trains the trunk with YOLO, then every other head on it.</summary>
    /// <param name="digits">Digits to put on canvases, such as <c>Datasets.Mnist().Train</c>.</param>
    /// <param name="canvases">How many canvases.</param>
    /// <param name="trunkEpochs">Epochs of YOLO and the trunk.</param>
    /// <param name="headEpochs">Epochs of each other head.</param>
    /// <param name="seed">Of the canvases, their order and the samples of anchors.</param>
    /// <param name="report">Where a line for every epoch goes.</param>
    public void Train(Dataset digits, int canvases = 8000, int trunkEpochs = 12, int headEpochs = 4, int seed = 1, TextWriter? report = null)
    {
        DetectionSet set = DetectionSets.Digits(digits, canvases, rng: new Rng(seed));
        using IDisposable seeded = Rng.Seeded(seed);
        Trunk.IsHeld = false;
        Fit(Yolo, set.ToDataset(), trunkEpochs, report);
        Trunk.IsHeld = true;
        Fit(Ssd, set.ToDataset(), headEpochs, report);
        Fit(RetinaNet, set.ToDataset(), headEpochs, report);
        Fit(MaskRcnn, MaskTargets.ToDataset(set), headEpochs, report);
        Trunk.IsHeld = false;
    }

    /// <summary>Writes all weights, the trunk's once, as 16-bit floats to a safetensors file, which is never half written.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    public void Save(string path) => SafeTensorsFile.Write(path, Everything().Select(named => KeyValuePair.Create(named.Key, Stored(named.Value))), withChecksum: true);

    /// <summary>Takes over all weights by the names that <see cref="Save"/> gives them.</summary>
    /// <param name="state">Exactly those names.</param>
    /// <exception cref="ArgumentException">Names are missing or unexpected, or shapes differ.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        string[] unexpected = [.. state.Keys.Except(Everything().Select(named => named.Key))];
        if (unexpected.Length > 0)
        {
            throw new ArgumentException($"Load: the state does not belong to digit detectors; nothing was changed. unexpected: {string.Join(", ", unexpected)}.", nameof(state));
        }

        (Detector Detector, Dictionary<string, Tensor> State)[] parts = [.. Heads.Select(head => (head.Detector, state
            .Where(named => named.Key.StartsWith($"{head.Name}.", StringComparison.Ordinal) || named.Key.StartsWith($"{TrunkName}.", StringComparison.Ordinal))
            .ToDictionary(named => NameIn(head.Detector, named.Key), named => named.Value)))];
        foreach ((Detector detector, Dictionary<string, Tensor> part) in parts)
        {
            ModuleState.Check(detector, part);
        }

        foreach ((Detector detector, Dictionary<string, Tensor> part) in parts)
        {
            detector.Load(part);
        }
    }

    /// <summary>How many weights all have together, in a line.</summary>
    public override string ToString() => $"YOLO, SSD, RetinaNet and Mask R-CNN on one trunk of {Trunk.ParameterCount:N0} weights: {Everything().Sum(named => (long)named.Value.Count):N0} numbers";

    private static void Fit(Detector detector, Dataset data, int epochs, TextWriter? report)
    {
        const double Rate = 2e-3;
        Adam adam = new(detector.Parameters());
        Trainer trainer = new(detector, adam) { Loss = detector.Loss, Show = false };
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            adam.LearningRate = epoch == epochs ? Rate / 16 : 3 * epoch > 2 * epochs ? Rate / 4 : Rate;
            double loss = trainer.Fit(data, epochs: 1, batchSize: 32, rng: new Rng(epoch)).Epochs[^1].TrainLoss;
            report?.WriteLine($"{detector.GetType().Name}, epoch {epoch} of {epochs}: loss {loss:F3}");
        }
    }

    private static string NameIn(Detector detector, string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string own = name[(dot + 1)..];
        return name[..dot] != TrunkName ? own : detector is Detection.MaskRcnn ? InMasks + own : InDetector + own;
    }

    private static SafeTensor Stored(Tensor tensor) => new(
        tensor.Shape.ToArray(), tensor.DType == DType.Float32 ? Array.ConvertAll(tensor.ToArray<float>(), number => (Half)number) : tensor.ToArray<long>());

    private Dictionary<string, Tensor> Everything()
    {
        Dictionary<string, Tensor> all = Trunk.State().ToDictionary(named => $"{TrunkName}.{named.Key}", named => named.Value);
        foreach ((string name, Detector detector) in Heads)
        {
            foreach ((string own, Tensor value) in detector.State())
            {
                if (!own.StartsWith(InDetector, StringComparison.Ordinal) && !own.StartsWith(InMasks, StringComparison.Ordinal))
                {
                    all.Add($"{name}.{own}", value);
                }
            }
        }

        return all;
    }
}
