using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>The activations that a plan may name.</summary>
public enum Nonlinearity
{
    /// <summary>max(0, x).</summary>
    ReLU,

    /// <summary>tanh(x).</summary>
    Tanh,

    /// <summary>x times the logistic function of x.</summary>
    Silu,
}

/// <summary>All that has to be chosen for a plain convolutional network, and the network that the choice gives.</summary>
/// <remarks>
/// How many layers, how many features each, the architecture (when to pool, what follows), the nonlinearity, batch normalisation and dropout: each
/// choice is tried at the cost of a training. Lecture S2 L11 (Convolutional networks).
/// </remarks>
public sealed record ConvNetPlan
{
    /// <summary>Maps of each convolution; their number is the number of layers.</summary>
    public IReadOnlyList<int> Maps { get; init; } = [16, 32, 64];

    /// <summary>Side of the filters.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>After how many convolutions a max pooling of 2x2 halves the size.</summary>
    public int PoolEvery { get; init; } = 1;

    /// <summary>Neurons of the fully connected layers before the last.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [];

    /// <summary>What follows each layer.</summary>
    public Nonlinearity Nonlinearity { get; init; }

    /// <summary>Whether each convolution is normalised.</summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>The probability to drop a number before each fully connected layer.</summary>
    public double Dropout { get; init; }

    /// <summary>The choices by name, as a table of trials wants them.</summary>
    public IReadOnlyList<(string Name, string Value)> HyperParameters() =>
    [
        ("layers", $"{Maps.Count + Hidden.Count + 1}"),
        ("features per layer", string.Join(", ", Maps.Concat(Hidden))),
        ("architecture", $"{Kernel}x{Kernel} filters, pooling after every {PoolEvery}, mean of each map"),
        ("nonlinearity", $"{Nonlinearity}"),
        ("batch norm", BatchNorm ? "yes" : "no"),
        ("dropout", $"{Dropout}"),
    ];

    /// <summary>Builds the network: pictures [N, channels, H, W] of any size that can be halved so often become scores [N, classes].</summary>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="classes">How many scores it gives.</param>
    public Sequential Build(int channels, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PoolEvery);
        List<Module> layers = [];
        int inChannels = channels;
        for (int place = 0; place < Maps.Count; place++)
        {
            layers.Add(new Conv2d(inChannels, Maps[place], Kernel, padding: Padding.Same, bias: !BatchNorm));
            layers.AddRange(BatchNorm ? [new BatchNorm2d(Maps[place]), Activated()] : [Activated()]);
            if ((place + 1) % PoolEvery == 0)
            {
                layers.Add(new MaxPool2d(2));
            }

            inChannels = Maps[place];
        }

        layers.AddRange([new AdaptiveAvgPool2d(1), new Flatten()]);
        foreach (int neurons in Hidden)
        {
            layers.AddRange([.. Dropped(), new Linear(inChannels, neurons), Activated()]);
            inChannels = neurons;
        }

        layers.AddRange([.. Dropped(), new Linear(inChannels, classes)]);
        return new Sequential([.. layers]);
    }

    private Module[] Dropped() => Dropout > 0 ? [new Dropout(Dropout)] : [];

    private Module Activated() => Nonlinearity switch
    {
        Nonlinearity.ReLU => new ReLU(),
        Nonlinearity.Tanh => Activation.Tanh(),
        _ => Activation.Silu(),
    };
}
