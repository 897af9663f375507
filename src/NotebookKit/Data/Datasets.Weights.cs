using NotebookKit.Files;

namespace NotebookKit.Data;

/// <content>Weights of trained networks.</content>
public static partial class Datasets
{
    /// <summary>What is known about the trained weights that <see cref="Weights"/> finds.</summary>
    public static IReadOnlyList<DatasetInfo> TrainedNetworks => DatasetTable.Weights;

    /// <summary>The weights of a trained network by the names that its makers gave them: <c>Datasets.Weights("squeezenet1.1")["conv1.w"]</c>. But for features28 and digit-detectors they are not part of the kit, name their folder in NOTEBOOKKIT_DATA.</summary>
    /// <param name="name">features28, digit-detectors, squeezenet1.1, resnet20, painter-starry-night and others; <see cref="TrainedNetworks"/> lists them.</param>
    /// <exception cref="ArgumentException">There are no weights of that name.</exception>
    public static NamedArrays Weights(string name) => WeightsLoader.Load(DataFinder.Default(), name);

    /// <summary>The names of ImageNet's 1,000 classes, in the order of a network's outputs; not part of the kit, name their folder in NOTEBOOKKIT_DATA.</summary>
    public static IReadOnlyList<string> ImageNetClasses() => WeightsLoader.Classes(DataFinder.Default(), DatasetTable.ImageNetClasses, 1000);

    /// <summary>The names of Pascal VOC's 20 classes behind the ground, in the order of a network's outputs; not part of the kit, name their folder in NOTEBOOKKIT_DATA.</summary>
    public static IReadOnlyList<string> VocClasses() => WeightsLoader.Classes(DataFinder.Default(), DatasetTable.VocClasses, 21);
}
