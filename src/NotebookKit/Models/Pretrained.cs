using NotebookKit.Data;
using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Networks that come trained, where their weights are at hand.</summary>
/// <remarks>
/// The weights of <see cref="Features28"/> come with the kit. The others are looked for in the data folders, in those that NOTEBOOKKIT_DATA names, and
/// in the cache, and the message says where when there are none; see <see cref="Datasets.Weights"/>. The networks come in use, not in training.
/// </remarks>
public static partial class Pretrained
{
    /// <summary>What ImageNet's pictures are made of in the mean, red, green and blue from 0 to 1.</summary>
    public static IReadOnlyList<double> ImageNetMean { get; } = [0.485, 0.456, 0.406];

    /// <summary>How far ImageNet's pictures deviate from the mean.</summary>
    public static IReadOnlyList<double> ImageNetDeviation { get; } = [0.229, 0.224, 0.225];

    /// <summary>Pictures [N, 3, H, W] as these networks want them: from 0 to 1, less the mean, over the deviation, of each colour.</summary>
    /// <param name="pictures">Floats from 0 to 1, or bytes from 0 to 255.</param>
    public static Tensor Normalised(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Tensor light = pictures.DType == DType.UInt8 ? pictures.To(DType.Float32) / 255 : pictures;
        Tensor mean = Tensor.From([.. ImageNetMean]).To(light.DType).Reshape(3, 1, 1);
        Tensor deviation = Tensor.From([.. ImageNetDeviation]).To(light.DType).Reshape(3, 1, 1);
        return (light - mean) / deviation;
    }

    /// <summary>The kit's own small network, trained on MNIST's digits and Fashion-MNIST's clothing: takes pictures [N, 1, 28, 28] from 0 to 1, and its <see cref="Models.Features28.Trunk"/> gives 576 features.</summary>
    public static Features28 Features28()
    {
        Features28 model = new(rng: new Rng(0));
        model.Load(StateDictionary.Of(Datasets.Weights("features28")));
        model.IsTraining = false;
        return model;
    }

    /// <summary>SqueezeNet 1.1 trained on ImageNet: takes <see cref="Normalised"/> pictures and gives a score for each of <see cref="Datasets.ImageNetClasses"/>.</summary>
    public static SqueezeNet SqueezeNet11()
    {
        StateDictionary weights = StateDictionary.Of(Datasets.Weights("squeezenet1.1"));
        SqueezeNet model = new("1.1");

        // Its makers call the layers conv1, fire2 to fire9 and conv10; torchvision, and so this model, by their places.
        int[] fires = [.. Enumerable.Range(0, 13).Where(place => model[$"features.{place}"] is Fire)];
        Dictionary<string, string> places = fires.Select((place, number) => (place, number)).ToDictionary(fire => $"fire{fire.number + 2}", fire => $"features.{fire.place}");
        places["conv1"] = "features.0";
        places["conv10"] = "classifier.1";
        model.Load(weights.ToDictionary(named => Place(named.Key, places), named => named.Value));
        model.IsTraining = false;
        return model;
    }

    /// <summary>ResNet-20 trained on CIFAR-10: takes <see cref="Normalised"/> pictures of 32 x 32.</summary>
    /// <remarks>Its makers count 91.8 % of the test pictures right. On <see cref="Datasets.Cifar10Subset"/>, whose pictures went through JPEG, 77 % of 200 were.</remarks>
    public static CifarResNet ResNet20()
    {
        CifarResNet model = new(20);
        model.LoadTorch(StateDictionary.Of(Datasets.Weights("resnet20")));
        model.IsTraining = false;
        return model;
    }

    // fire2.squeeze1x1.w is features.3.squeeze.weight.
    private static string Place(string name, Dictionary<string, string> places)
    {
        string[] parts = name.Split('.');
        string kind = parts[^1] == "w" ? "weight" : "bias";
        return parts.Length == 2 ? $"{places[parts[0]]}.{kind}" : $"{places[parts[0]]}.{parts[1].Replace("squeeze1x1", "squeeze", StringComparison.Ordinal)}.{kind}";
    }
}
