namespace NotebookKit.Data;

/// <summary>The table of trained networks' weights, and of the names of their classes. All but features28 and digit-detectors need NOTEBOOKKIT_DATA.</summary>
internal static partial class DatasetTable
{
    /// <summary>The names of ImageNet's 1,000 classes, in order.</summary>
    public static readonly DatasetInfo ImageNetClasses = Trained("imagenet-classes", "models", "The names of ImageNet's 1,000 classes, one a line", "Apache-2.0", "WebNN samples", new("imagenet_labels1000.txt", 21_674, "a40d9be82eb4738becd1dd69991b89f87f309975e860a6f3f45395d8c06a7e0d"));

    /// <summary>The names of Pascal VOC's 20 classes and of the ground, in order.</summary>
    public static readonly DatasetInfo VocClasses = Trained("voc-classes", "models", "The names of Pascal VOC's 20 classes, the ground first", "Apache-2.0", "WebNN samples", new("voc_labels21.txt", 139, "6aadaf21bb40204f4a74638c8acbd45d4c8ba935fa129baee1174eb1d5a94b0b"));

    /// <summary>How well each of 216 small networks does.</summary>
    public static readonly DatasetInfo SmallCnns = new("small-cnns", "models", "216 small convolutional networks as sentences, with their weights and their shares of right answers on 5,000 validation and 10,000 test digits", "MIT, as the kit", "NotebookKit", new DataFileInfo("small-cnns.csv", 10_747, "a30a3133121830bb0475185d4b3dd5bbe4162bf6433cb1e341fa04b816919e71"));

    /// <summary>Trained weights, each file a set of its own.</summary>
    public static IReadOnlyList<DatasetInfo> Weights { get; } =
    [
        new("features28", "models", "The kit's own network for pictures of 28 x 28, trained on 60,000 digits and 10,000 pieces of clothing", "MIT, as the kit", "NotebookKit", new DataFileInfo("features28.safetensors", 142_456, "1d78492ef1f32477cdfd76b2806c1ff3aa0cea00710521b19548062ca6590c43")),
        new("digit-detectors", "models", "YOLO, SSD, RetinaNet and Mask R-CNN for digits on canvases of 64 x 64, on one trunk, float16", "MIT, as the kit", "NotebookKit", new DataFileInfo("digit-detectors.safetensors", 2_295_624, "c9ddf515d306955edccc7e798f2288755a8e4f86ded9a228a9f97cf1290d07c4")),
        Trained("squeezenet1.1", "models", "SqueezeNet 1.1 trained on ImageNet, float16", "Apache-2.0", "Iandola et al. 2016; ONNX model zoo", new("squeezenet1.1_imagenet_f16.npz", 2_294_935, "2bb53159bb57a76c687ec006b3b8e81753d78d94c77cd8ffe61b8317529d4494")),
        Trained("squeezenet1.1-check", "models", "One input of SqueezeNet 1.1 and the output that belongs to it", "Apache-2.0", "WebNN samples", new("squeezenet1.1_check.npz", 261_704, "077ba30dc5bfd69ccf36fe2fa668a49a6c2f0f31c4f145b5fe74703ca22019ff")),
        Trained("resnet20", "models", "ResNet-20 trained on CIFAR-10, 271,098 numbers with the running statistics", "BSD-2-Clause", "He et al. 2015; weights by Y. Idelbayev", new("resnet20_cifar10_f32.npz", 1_032_419, "b051f6bacfb75bf35e0a690fb7c1cfaeb64304b729b751b886b2f810d6321516")),
        Trained("deeplabv3-mobilenetv2", "models", "DeepLab v3 on MobileNet v2 trained on Pascal VOC, float16", "Apache-2.0", "Chen et al. 2017; WebNN samples", new("deeplabv3_mnv2_voc_f16.npz", 3_904_024, "2e7dc8ccefaae5b86dc0ef732f320339f46daa480d842024f6c11e7dce16c8ce")),
        Painter("bedroom", "bedroom", 115_007, "4745a84a53eaab113f36846e720f5b9d11fa4d2ea75cd3151f97f02c32fa67e9"),
        Painter("la-campesinos", "la-campesinos", 114_897, "dea26b4331c7090640624fae453d891c4000ddb540571563ba169aeecb20b50b"),
        Painter("red-vineyards", "red-vineyards", 115_033, "adc38f6b507ea8e1dcfb933b9bbc08df367f9c358a6c76d71b1a1249af492f26"),
        Painter("self-portrait", "self-portrait", 114_977, "f4de584b8fa418b1bd9d1b7fa5903b4902694d75c05220d0ce3a36b4c95273da"),
        Painter("sien-with-a-cigar", "sien-with-a-cigar", 114_987, "4c4496002e60c4a537ff1e4deb1a0f321ed093c79b058f1482f3938baceec45b"),
        Painter("soup-distribution", "soup-distribution", 114_994, "8e6d2d82c81c8869a086c4c8d5f3b5757f0f0fa60d658007f5d31492007f1e48"),
        Painter("starry-night", "starry-night", 115_406, "e45377198b7b94fddf2540ae0990a24714a47673dddcbdc64b291c74b7ad7e81"),
        Painter("sunflowers-bew", "sunflowers-bew", 115_017, "5202b7c9f5c06640e7e0e29c09499dd32501ed6f2e5a2adbf80be2fd857212a4"),
        Painter("wheatfield-with-crows", "wheatfield_with_crows", 114_975, "0dd19ffa907e9d8b680c1293e7b38e59a4fb1284fe45a3b8678fff0c3800be58"),
    ];

    private static DatasetInfo Painter(string name, string file, long length, string sha256) => Trained(
        $"painter-{name}", "models/fast_style", $"A network of 28,270 numbers that repaints a picture in the style of van-gogh-{name}", "MIT", "Johnson et al. 2016; weights by VanGogh Crazy World", new($"{file}.npz", length, sha256));

    private static DatasetInfo Trained(string name, string folder, string content, string licence, string author, DataFileInfo file) =>
        new(name, folder, $"{content}. Not in this repository: needs NOTEBOOKKIT_DATA.", licence, author, file);
}
