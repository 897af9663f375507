using NotebookKit.Layers;

namespace NotebookKit.Detection;

/// <summary>The trunk that all detectors here share: convolution, batch norm and ReLU, stage after stage, halving the map in the first stages.</summary>
/// <remarks>
/// [N, channels, H, W] becomes [N, <see cref="OutChannels"/>, H / 8, W / 8] with three halvings. Trained once with one head, it is handed to the next
/// head as it is, and held fast there if wished (<see cref="IsHeld"/>).
/// </remarks>
public sealed class DetectionBackbone : Module
{
    private readonly Sequential stages;

    /// <summary>Makes the trunk.</summary>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="widths">Maps of each stage; 24, 48, 96, 128, 128 (308 thousand weights) when null.</param>
    /// <param name="halvings">How many stages, from the first on, halve the map.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">There are fewer stages than halvings.</exception>
    public DetectionBackbone(int channels = 1, IReadOnlyList<int>? widths = null, int halvings = 3, Rng? rng = null)
    {
        IReadOnlyList<int> maps = widths ?? [24, 48, 96, 128, 128];
        if (maps.Count == 0 || halvings < 0 || halvings > maps.Count)
        {
            throw new ArgumentException($"DetectionBackbone: {maps.Count} stages cannot halve the map {halvings} times.", nameof(halvings));
        }

        List<Module> layers = [];
        for (int i = 0; i < maps.Count; i++)
        {
            layers.AddRange([new Conv2d(i == 0 ? channels : maps[i - 1], maps[i], 3, i < halvings ? 2 : 1, 1, bias: false, rng: rng), new BatchNorm2d(maps[i]), new ReLU()]);
        }

        stages = new Sequential([.. layers]);
        (Stride, OutChannels) = (1 << halvings, maps[^1]);
    }

    /// <summary>Pixels of the picture from one place of the features to the next.</summary>
    public int Stride { get; }

    /// <summary>Maps of features.</summary>
    public int OutChannels { get; }

    /// <summary>Whether it stays as it is while a head learns: no gradient goes into it, and batch norm counts by, and leaves, the statistics that it has.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The features of pictures.</summary>
    public override Tensor Forward(Tensor input) => IsHeld ? stages.Predict(input) : stages.Forward(input);
}
