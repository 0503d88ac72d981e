<?php
// Errors of every kind as PHP itself logs them.
function price(array $item): float { return $item['price']; }
function total(array $items): float { return array_sum(array_map('price', $items)); }

error_log('shop: 3 items in the basket');
echo $undefined;
echo [1][5];
trigger_error('basket is old', E_USER_DEPRECATED);
trigger_error('basket 17 is empty', E_USER_WARNING);
trigger_error('basket 18 is big', E_USER_NOTICE);
file_get_contents('/srv/app/missing.json');
fsockopen('127.0.0.1', 9, $code, $text, 1);
try {
    total([['name' => 'pen']]);
} catch (TypeError $error) {
    error_log($error);
}
error_log("shop: report\nitems: 3\nfailed: 1");
try {
    intdiv(1, 0);
} catch (DivisionByZeroError $error) {
    throw new RuntimeException('no price per item', 5, $error);
}
