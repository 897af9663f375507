using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>The nonlinearities that a <see cref="CnnDesign"/> offers.</summary>
public enum CnnNonlinearity
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x, or x / 100 where negative.</summary>
    LeakyRelu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The logistic function.</summary>
    Sigmoid,
}

/// <summary>How a <see cref="CnnDesign"/> halves its maps.</summary>
public enum CnnShrinking
{
    /// <summary>2x2 max pooling.</summary>
    MaxPool,

    /// <summary>2x2 average pooling.</summary>
    AveragePool,

    /// <summary>A stride of 2 in the last convolution of a stage.</summary>
    Stride,
}

/// <summary>Everything that has to be chosen before a plain convolutional network is trained from scratch, in one place. Lecture S2 L11 (convolutional networks).</summary>
/// <remarks>Stages of convolution, normalisation, nonlinearity and shrinking, then fully connected layers and scores for a softmax. Each of the choices costs a search if none is known.</remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record CnnDesign
{
    /// <summary>Features of each stage; how many there are is the number of stages.</summary>
    public IReadOnlyList<int> Features { get; init; } = [16, 32];

    /// <summary>Convolutions of a stage.</summary>
    public int ConvolutionsPerStage { get; init; } = 1;

    /// <summary>The side of the kernels, odd.</summary>
    public int KernelSize { get; init; } = 3;

    /// <summary>How maps are halved between stages: the architecture.</summary>
    public CnnShrinking Shrinking { get; init; }

    /// <summary>After each layer but the last.</summary>
    public CnnNonlinearity Nonlinearity { get; init; }

    /// <summary>Whether maps are normalised before their nonlinearity.</summary>
    public bool BatchNorm { get; init; }

    /// <summary>The share that is dropped after each fully connected layer.</summary>
    public double Dropout { get; init; }

    /// <summary>Neurons of each fully connected layer before the scores.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64];

    /// <summary>How many layers have weights, with the one of the scores.</summary>
    public int LayerCount => (Features.Count * ConvolutionsPerStage) + Hidden.Count + 1;

    /// <summary>Each choice by name with its value.</summary>
    public IReadOnlyList<(string Name, string Value)> Choices =>
    [
        ("layers with weights", $"{LayerCount}"), ("features per layer", string.Join(", ", Features)), ("convolutions per stage", $"{ConvolutionsPerStage}"),
        ("kernel size", $"{KernelSize}"), ("architecture", $"{Shrinking}"), ("fully connected", string.Join(", ", Hidden)),
        ("nonlinearity", $"{Nonlinearity}"), ("batch normalisation", $"{BatchNorm}"), ("dropout", $"{Dropout}"),
    ];

    /// <summary>Builds the network.</summary>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="size">Its height and width.</param>
    /// <param name="classes">Scores out.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">A choice makes no sense, or nothing is left of the picture.</exception>
    public Sequential Build(int inChannels, Pair size, int classes, Rng? rng = null)
    {
        if (Features.Count == 0 || ConvolutionsPerStage < 1 || KernelSize < 1 || KernelSize % 2 == 0 || size.Height >> Features.Count == 0 || size.Width >> Features.Count == 0)
        {
            throw new ArgumentException($"CnnDesign: takes a stage or more, a convolution or more in each, an odd kernel and a picture of {1 << Features.Count} pixels a side or more, and got {Features.Count}, {ConvolutionsPerStage}, {KernelSize} and {size}.");
        }

        List<Module> layers = [];
        (int width, int height, int across) = (inChannels, size.Height, size.Width);
        foreach (int features in Features)
        {
            for (int i = 0; i < ConvolutionsPerStage; i++)
            {
                bool strides = Shrinking == CnnShrinking.Stride && i == ConvolutionsPerStage - 1;
                layers.Add(new Conv2d(width, features, KernelSize, strides ? 2 : 1, KernelSize / 2, rng: rng));
                if (BatchNorm)
                {
                    layers.Add(new BatchNorm2d(features));
                }

                layers.Add(new Bend(Nonlinearity));
                width = features;
            }

            if (Shrinking != CnnShrinking.Stride)
            {
                layers.Add(Shrinking == CnnShrinking.MaxPool ? new MaxPool2d(2) : new AvgPool2d(2));
            }

            (height, across) = Shrinking == CnnShrinking.Stride ? ((height + 1) / 2, (across + 1) / 2) : (height / 2, across / 2);
        }

        layers.Add(new Flatten());
        int neurons = width * height * across;
        foreach (int hidden in Hidden)
        {
            layers.AddRange([new Linear(neurons, hidden, rng: rng), new Bend(Nonlinearity)]);
            if (Dropout > 0)
            {
                layers.Add(new Dropout(Dropout, rng: rng));
            }

            neurons = hidden;
        }

        layers.Add(new Linear(neurons, classes, rng: rng));
        return new Sequential([.. layers]);
    }

    /// <summary>A line for each choice.</summary>
    public override string ToString() => string.Join('\n', Choices.Select(choice => $"{choice.Name}: {choice.Value}"));

    private sealed class Bend(CnnNonlinearity kind) : Module
    {
        public override Tensor Forward(Tensor input) => kind switch
        {
            CnnNonlinearity.LeakyRelu => input.LeakyRelu(0.01),
            CnnNonlinearity.Tanh => input.Tanh(),
            CnnNonlinearity.Sigmoid => input.Sigmoid(),
            _ => input.Relu(),
        };

        public override string ToString() => $"{kind}()";
    }
}
